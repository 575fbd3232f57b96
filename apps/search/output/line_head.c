/* SPDX-License-Identifier: MIT */
/* Heads of lines (see line_head.h). */
#include "search/output/line_head.h"
#include "search/pieces/file.h"

void color_begin(const struct job *job, struct page *page, const char *color)
{
    const struct grep_colors *colors = &job->options->colors;
    if (!colors->on || *color == '\0')
        return;
    page_text(page, "\33[");
    page_text(page, color);
    page_text(page, colors->no_erasing ? "m" : "m\33[K");
}

void color_end(const struct job *job, struct page *page, const char *color)
{
    const struct grep_colors *colors = &job->options->colors;
    if (colors->on && *color != '\0')
        page_text(page, colors->no_erasing ? "\33[m" : "\33[m\33[K");
}

static void add_separator(const struct job *job, struct page *page, char separator)
{
    const char *color = job->options->colors.separator;
    if (!job->options->colors.on) {
        page_byte(page, separator);
        return;
    }
    color_begin(job, page, color);
    page_byte(page, separator);
    color_end(job, page, color);
}

void line_head_name(const struct job *job, const struct file *file, struct page *page)
{
    const char *color = job->options->colors.on ? job->options->colors.file : "";
    color_begin(job, page, color);
    page_text(page, file->name);
    color_end(job, page, color);
}

void line_head_name_and_separator(const struct job *job, const struct file *file, struct page *page,
                                  char separator)
{
    line_head_name(job, file, page);
    if (job->options->zero_names)
        page_byte(page, '\0');
    else
        add_separator(job, page, separator);
}

void line_head_number(const struct job *job, const struct file *file, struct page *page,
                      uint64_t number, const char *color, char separator)
{
    const char *shown = job->options->colors.on ? color : "";
    color_begin(job, page, shown);
    page_number(page, number, file->column_width);
    color_end(job, page, shown);
    add_separator(job, page, separator);
}
