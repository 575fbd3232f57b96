/* SPDX-License-Identifier: MIT */
/* Types of files (see file_types.h). Names are those that programmers know from other programs. */
#include "search/choice/file_types.h"

#include <fnmatch.h>
#include <string.h>

const struct file_type file_types[] = {
    {"ada", "*.adb *.ads"},
    {"asm", "*.asm *.s *.S"},
    {"awk", "*.awk"},
    {"bat", "*.bat *.cmd"},
    {"bazel", "*.bazel *.bzl BUILD WORKSPACE"},
    {"c", "*.[chH] *.[ch].in"},
    {"clojure", "*.clj *.cljc *.cljs *.cljx"},
    {"cmake", "*.cmake CMakeLists.txt"},
    {"config", "*.cfg *.conf *.config *.ini"},
    {"cpp", "*.C *.H *.cc *.cpp *.cxx *.h *.hh *.hpp *.hxx *.inl *.ipp"},
    {"cs", "*.cs"},
    {"css", "*.css *.scss *.sass *.less"},
    {"csv", "*.csv"},
    {"cuda", "*.cu *.cuh"},
    {"d", "*.d"},
    {"dart", "*.dart"},
    {"diff", "*.diff *.patch"},
    {"docker", "*Dockerfile*"},
    {"dts", "*.dts *.dtsi"},
    {"elisp", "*.el"},
    {"elixir", "*.ex *.exs *.eex"},
    {"erlang", "*.erl *.hrl"},
    {"fish", "*.fish"},
    {"fortran", "*.f *.F *.f77 *.F77 *.f90 *.F90 *.f95 *.F95 *.f03 *.F03 *.f08 *.F08 *.pfo"},
    {"fsharp", "*.fs *.fsi *.fsx"},
    {"go", "*.go"},
    {"groovy", "*.groovy *.gradle"},
    {"h", "*.h *.hh *.hpp"},
    {"haskell", "*.hs *.lhs *.hsc *.cpphs *.c2hs"},
    {"html", "*.htm *.html *.ejs"},
    {"java", "*.java *.jsp *.jspx *.properties"},
    {"js", "*.js *.jsx *.mjs *.cjs *.vue"},
    {"json", "*.json *.geojson"},
    {"jsonl", "*.jsonl"},
    {"julia", "*.jl"},
    {"kconfig", "Kconfig Kconfig.*"},
    {"kotlin", "*.kt *.kts"},
    {"ld", "*.ld *.lds *.lds.S"},
    {"lisp", "*.el *.jl *.lisp *.lsp *.sc *.scm"},
    {"log", "*.log"},
    {"lua", "*.lua"},
    {"m4", "*.ac *.m4"},
    {"make", "[Gg][Nn][Uu]makefile [Mm]akefile Makefile.* *.mk *.mak Kbuild Kbuild.*"},
    {"man", "*.[0-9lnpx] *.[0-9][cEFMmpSx]"},
    {"markdown", "*.markdown *.md *.mdown *.mkd *.mkdn *.mdx"},
    {"matlab", "*.m"},
    {"md", "*.markdown *.md *.mdown *.mkd *.mkdn *.mdx"},
    {"meson", "meson.build meson_options.txt meson.options"},
    {"nim", "*.nim *.nimf *.nimble *.nims"},
    {"nix", "*.nix"},
    {"objc", "*.h *.m"},
    {"objcpp", "*.h *.mm"},
    {"ocaml", "*.ml *.mli *.mll *.mly"},
    {"org", "*.org *.org_archive"},
    {"pascal", "*.pas *.dpr *.lpr *.pp *.inc"},
    {"perl", "*.perl *.pl *.PL *.plh *.plx *.pm *.t"},
    {"php", "*.php *.php3 *.php4 *.php5 *.php7 *.php8 *.phtml"},
    {"po", "*.po *.pot"},
    {"prolog", "*.pl *.pro *.prolog *.P"},
    {"protobuf", "*.proto"},
    {"ps", "*.ps1 *.psm1 *.psd1 *.cdxml *.ps1xml"},
    {"py", "*.py *.pyi"},
    {"python", "*.py *.pyi"},
    {"r", "*.R *.r *.Rmd *.Rnw"},
    {"rst", "*.rst"},
    {"ruby", "*.rb *.rbw *.gemspec Gemfile Rakefile config.ru .irbrc"},
    {"rust", "*.rs"},
    {"scala", "*.scala *.sbt"},
    {"sh", "*.bash *.csh *.ksh *.sh *.tcsh *.zsh .bashrc .profile .zshrc .bash_profile"},
    {"sql", "*.sql *.psql"},
    {"sv", "*.v *.vg *.sv *.svh *.h"},
    {"swift", "*.swift"},
    {"systemd", "*.automount *.device *.mount *.path *.service *.slice *.socket *.target *.timer"},
    {"tcl", "*.tcl"},
    {"tex", "*.tex *.ltx *.cls *.sty *.bib *.dtx *.ins"},
    {"toml", "*.toml Cargo.lock"},
    {"ts", "*.ts *.tsx *.cts *.mts"},
    {"txt", "*.txt"},
    {"typescript", "*.ts *.tsx *.cts *.mts"},
    {"vala", "*.vala *.vapi"},
    {"verilog", "*.v *.vh *.sv *.svh"},
    {"vhdl", "*.vhd *.vhdl"},
    {"vim", "*.vim .vimrc .gvimrc vimrc gvimrc"},
    {"wasm", "*.wat *.wast"},
    {"xml", "*.xml *.xml.dist *.dtd *.xsl *.xslt *.xsd *.xjb *.rng *.sch *.xhtml *.svg"},
    {"yacc", "*.y"},
    {"yaml", "*.yaml *.yml"},
    {"zig", "*.zig"},
    {"zsh", "*.zsh .zshenv .zlogin .zlogout .zprofile .zshrc"},
};

const size_t file_type_count = sizeof file_types / sizeof file_types[0];

const struct file_type *file_type_find(const char *name)
{
    for (size_t i = 0; i < file_type_count; i++) {
        if (strcmp(file_types[i].name, name) == 0)
            return &file_types[i];
    }
    return NULL;
}

bool file_type_has(const struct file_type *type, const char *name)
{
    char glob[64];
    for (const char *at = type->globs; *at;) {
        const size_t length = strcspn(at, " ");
        memcpy(glob, at, length);
        glob[length] = '\0';
        if (fnmatch(glob, name, 0) == 0)
            return true;
        at += length;
        at += strspn(at, " ");
    }
    return false;
}
