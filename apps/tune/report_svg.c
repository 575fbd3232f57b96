/* SPDX-License-Identifier: MIT */
/* The plot as a picture: speedup over threads, both logarithmic, a line for each work. */
#include "tune/reports.h"

#include <math.h>

enum { LEFT = 60, TOP = 50, WIDTH = 520, HEIGHT = 360, RIGHT = 140, BOTTOM = 50 };

static const char *const colours[TUNE_WORKS] = {"#1b6ca8", "#c2571a", "#2e8b57", "#8a3ffc"};

static double most_of(const struct scaling *scaling)
{
    const double most = scaling->count[scaling->counts - 1];
    return most > 1 ? most : 2;
}

static double x_of(const struct scaling *scaling, double threads)
{
    return LEFT + WIDTH * log2(threads) / log2(most_of(scaling));
}

static double y_of(const struct scaling *scaling, double speedup)
{
    const double share = log2(speedup) / log2(most_of(scaling));
    return TOP + HEIGHT * (1 - (share < 0 ? 0 : share > 1 ? 1 : share));
}

static void line(FILE *file, double x1, double y1, double x2, double y2, const char *style)
{
    fprintf(file, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2,
            style);
}

static void words(FILE *file, double x, double y, const char *anchor, const char *text)
{
    fprintf(file, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
    for (; *text; text++)
        if (*text == '<' || *text == '&')
            fputs(*text == '<' ? "&lt;" : "&amp;", file);
        else
            fputc(*text, file);
    fputs("</text>\n", file);
}

static void grid(FILE *file, const struct scaling *scaling)
{
    static const char *const faint = "stroke=\"#dddddd\"";
    char number[16];
    for (size_t c = 0; c < scaling->counts; c++) {
        const double x = x_of(scaling, scaling->count[c]), y = y_of(scaling, scaling->count[c]);
        snprintf(number, sizeof number, "%d", scaling->count[c]);
        line(file, x, TOP, x, TOP + HEIGHT, faint);
        line(file, LEFT, y, LEFT + WIDTH, y, faint);
        words(file, x, TOP + HEIGHT + 18, "middle", number);
        words(file, LEFT - 8, y + 4, "end", number);
    }
    words(file, LEFT + WIDTH / 2.0, TOP + HEIGHT + 40, "middle", "threads");
    words(file, LEFT, TOP - 10, "middle", "speedup");
    line(file, LEFT, TOP + HEIGHT, x_of(scaling, most_of(scaling)), TOP,
         "stroke=\"#888888\" stroke-dasharray=\"4 4\"");
}

static void curve(FILE *file, const struct tuning *tuning, enum tune_work work)
{
    const struct scaling *scaling = &tuning->scaling;
    fprintf(file, "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"",
            colours[work]);
    for (size_t c = 0; c < scaling->counts; c++)
        fprintf(file, "%s%.1f,%.1f", c > 0 ? " " : "", x_of(scaling, scaling->count[c]),
                y_of(scaling, report_speedup(tuning, work, c)));
    fprintf(file, "\"/>\n");
    const size_t knee = tuning->advice.knee[work];
    fprintf(file, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n",
            x_of(scaling, scaling->count[knee]), y_of(scaling, report_speedup(tuning, work, knee)),
            colours[work]);
    const double y = TOP + 10 + 22 * (double)work;
    char label[64];
    snprintf(label, sizeof label, "%s, knee %d", tune_work_name(work), scaling->count[knee]);
    fprintf(file, "<rect x=\"%d\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>\n",
            LEFT + WIDTH + 16, y, colours[work]);
    words(file, LEFT + WIDTH + 32, y + 10, "start", label);
}

void report_svg(FILE *file, const struct tuning *tuning)
{
    fprintf(file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "font-family=\"sans-serif\" font-size=\"12\">\n"
            "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
            LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM);
    words(file, LEFT, 20, "start", tuning->machine);
    grid(file, &tuning->scaling);
    for (enum tune_work work = 0; work < TUNE_WORKS; work++)
        curve(file, tuning, work);
    fprintf(file, "</svg>\n");
}
