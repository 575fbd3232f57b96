/* SPDX-License-Identifier: MIT */
/* Heads of lines (see line_head.h). */
#include "search/output/line_head.h"
#include "search/pieces/file.h"

void color_begin(const struct job *job, struct draft *draft, const char *color)
{
    const struct grep_colors *colors = &job->options->colors;
    if (!colors->on || *color == '\0')
        return;
    draft_text(draft, "\33[");
    draft_text(draft, color);
    draft_text(draft, colors->no_erasing ? "m" : "m\33[K");
}

void color_end(const struct job *job, struct draft *draft, const char *color)
{
    const struct grep_colors *colors = &job->options->colors;
    if (colors->on && *color != '\0')
        draft_text(draft, colors->no_erasing ? "\33[m" : "\33[m\33[K");
}

static void add_separator(const struct job *job, struct draft *draft, char separator)
{
    const char *color = job->options->colors.separator;
    if (!job->options->colors.on) {
        draft_byte(draft, separator);
        return;
    }
    color_begin(job, draft, color);
    draft_byte(draft, separator);
    color_end(job, draft, color);
}

void line_head_name(const struct job *job, const struct file *file, struct draft *draft)
{
    const char *color = job->options->colors.on ? job->options->colors.file : "";
    color_begin(job, draft, color);
    draft_text(draft, file->name);
    color_end(job, draft, color);
}

void line_head_name_and_separator(const struct job *job, const struct file *file,
                                  struct draft *draft, char separator)
{
    line_head_name(job, file, draft);
    if (job->options->zero_names)
        draft_byte(draft, '\0');
    else
        add_separator(job, draft, separator);
}

void line_head_number(const struct job *job, const struct file *file, struct draft *draft,
                      uint64_t number, const char *color, char separator)
{
    const char *shown = job->options->colors.on ? color : "";
    color_begin(job, draft, shown);
    draft_number(draft, number, file->column_width);
    color_end(job, draft, shown);
    add_separator(job, draft, separator);
}

void line_head_group(const struct job *job, struct draft *draft)
{
    const char *color = job->options->colors.on ? job->options->colors.separator : "";
    color_begin(job, draft, color);
    draft_text(draft, job->options->separator);
    color_end(job, draft, color);
    draft_byte(draft, '\n');
}
