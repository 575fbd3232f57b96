/* SPDX-License-Identifier: MIT */
/* Sums over the pieces before (see piece_survey.h). */
#include "search/pieces/piece_survey.h"

#include <stddef.h>

void survey_open(struct survey *survey)
{
    *survey = (struct survey){0};
    pthread_mutex_init(&survey->lock, NULL);
    pthread_cond_init(&survey->changed, NULL);
}

void survey_close(struct survey *survey)
{
    pthread_cond_destroy(&survey->changed);
    pthread_mutex_destroy(&survey->lock);
}

static void put_in_order(struct survey *survey, struct survey_part *part)
{
    struct survey_part **link = &survey->early;
    while (*link && (*link)->index < part->index)
        link = &(*link)->next;
    part->next = *link;
    *link = part;
}

void survey_pass(struct survey *survey, struct survey_part *part)
{
    pthread_mutex_lock(&survey->lock);
    put_in_order(survey, part);
    while (survey->early && survey->early->index == survey->next) {
        struct survey_part *first = survey->early;
        survey->early = first->next;
        survey->next++;
        first->lines_before = survey->lines;
        first->binary_before = survey->binary;
        first->known = true;
        survey->lines += first->lines;
        survey->binary |= first->binary;
    }
    if (survey->waiting > 0)
        pthread_cond_broadcast(&survey->changed);
    pthread_mutex_unlock(&survey->lock);
}

void survey_wait(struct survey *survey, struct survey_part *part)
{
    pthread_mutex_lock(&survey->lock);
    survey->waiting++;
    while (!part->known)
        pthread_cond_wait(&survey->changed, &survey->lock);
    survey->waiting--;
    pthread_mutex_unlock(&survey->lock);
}
