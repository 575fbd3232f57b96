# SPDX-License-Identifier: MIT
# Makes a test program of a phrasebook: awk -f phrases.awk rayon.md > rayon.c
#
# A phrasebook is Markdown with tables of three columns:
#
#   | what the peer calls it | `what cupro calls it;` | `what holds then` |
#
# Each row whose middle cell is code becomes a test, which runs it and checks the third cell, a C
# expression. Every statement that is a call of cupro has to return 0. A row that is interested in
# the code assigns it to `error`, an int; unless the third cell speaks of `error`, that has to be 0 at
# the end too. Where the middle cell is words, nothing is run. `\|` is a bar inside of a cell.
#
# A fenced block that begins with ```c definitions is put at file scope; one with ```c data at the
# beginning of each row's function, until the next heading of level two. Other blocks are not C
# of ours. Compilers and failures name the lines of the .md.

function complain(what)
{
    printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
    complaints++
}

function trimmed(text)
{
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}

function is_code(cell)
{
    return cell ~ /^`[^`]+`$/
}

function unquoted(cell)
{
    cell = substr(cell, 2, length(cell) - 2)
    gsub(/\001/, "|", cell)
    return cell
}

# Calls that return a code, and not those that return nothing.
function checked(statement)
{
    if (statement ~ /^cupro_[a-z0-9_]+\(/ && statement !~ /^cupro_(stop_request|[a-z]+_free|tally_close)\(/)
        return "OK(" statement ");"
    return statement ";"
}

# The statements of a snippet, cut at the semicolons outside of brackets and quotes.
function statements(code,    i, c, depth, quote, begin, result)
{
    begin = 1
    for (i = 1; i <= length(code); i++) {
        c = substr(code, i, 1)
        if (c == "\\")
            i++
        else if (quote != "")
            quote = c == quote ? "" : quote
        else if (c == "\"" || c == "'")
            quote = c
        else if (c ~ /[({[]/)
            depth++
        else if (c ~ /[]})]/)
            depth--
        else if (c == ";" && depth == 0) {
            result = result " " checked(trimmed(substr(code, begin, i - begin)))
            begin = i + 1
        }
    }
    if (trimmed(substr(code, begin)) != "")
        result = result " " checked(trimmed(substr(code, begin)))
    return result
}

function row(snippet, holds)
{
    printf "#line %d \"%s\"\nSTART_TEST(row_%d)\n{\n    int error = 0;\n", FNR, FILENAME, FNR
    printf "%s#line %d \"%s\"\n   %s", data, FNR, FILENAME, statements(snippet)
    if ((" " holds " ") !~ /[^a-z0-9_]error[^a-z0-9_]/)
        printf " OK(error);"
    printf " HOLDS(%s);\n}\nEND_TEST\n\n", holds
    rows = rows sprintf("%s row_%d", rows == "" ? "" : ",", FNR)
}

BEGIN { print "#include \"phrase.h\"\n" }

/^```/ {
    block = block == "" && $2 ~ /^(definitions|data)$/ ? $2 : block == "" ? "other" : ""
    if (block == "definitions")
        printf "#line %d \"%s\"\n", FNR + 1, FILENAME
    if (block == "data")
        data = data sprintf("#line %d \"%s\"\n", FNR + 1, FILENAME)
    next
}
block == "definitions" { print }
block == "data" { data = data $0 "\n" }
block != "" { next }

/^## / { data = "" }

/^\|/ {
    line = $0
    gsub(/\\\|/, "\001", line)
    if (split(line, cell, "|") != 5)
        complain("a row has three cells")
    for (i = 2; i <= 4; i++)
        cell[i] = trimmed(cell[i])
    if (is_code(cell[3]) && is_code(cell[4]))
        row(unquoted(cell[3]), unquoted(cell[4]))
    else if (is_code(cell[3]) || is_code(cell[4]))
        complain("code needs something that holds afterwards, and words need none")
}

END {
    if (block != "")
        complain("a block without an end")
    if (rows == "")
        complain("a phrasebook without a phrase")
    printf "int main(void)\n{\n    return RUN_TESTS(\"phrases\", 1,%s);\n}\n", rows
    exit complaints > 0
}
