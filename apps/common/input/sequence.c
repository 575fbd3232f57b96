/* SPDX-License-Identifier: MIT */
/* Inputs in their order (see sequence.h). */
#include "common/input/sequence.h"

#include <cupro/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct open_input {
    struct input input;
    size_t name;
    uint64_t offset; /* a file: [offset, size) has not been handed out */
    uint64_t blocks; /* a stream: how many have been read */
    size_t users;    /* batches that read from it, and the sequence while it hands it out */
    bool inside;     /* the gate */
};

void sequence_open(struct sequence *sequence, struct names *names, const struct record_rule *rule,
                   size_t block, size_t most_names)
{
    *sequence =
        (struct sequence){.names = names, .rule = rule, .block = block, .most_names = most_names};
    open_gate_init(&sequence->gate);
    pthread_mutex_init(&sequence->lock, NULL);
    pthread_cond_init(&sequence->all_read, NULL);
}

/* The last one closes it. */
static void stop_using(struct sequence *sequence, struct open_input **from)
{
    struct open_input *open = *from;
    *from = NULL;
    if (!open)
        return;
    pthread_mutex_lock(&sequence->lock);
    const bool last = --open->users == 0;
    pthread_mutex_unlock(&sequence->lock);
    if (!last)
        return;
    input_close(&open->input);
    if (open->inside)
        open_gate_leave(&sequence->gate);
    free(open);
}

/* Those that have parts of it will close it. */
static void stop_handing_out(struct sequence *sequence)
{
    sequence->current->inside = true;
    open_gate_enter(&sequence->gate);
    stop_using(sequence, &sequence->current);
}

void sequence_close(struct sequence *sequence)
{
    stop_using(sequence, &sequence->current);
    pthread_cond_destroy(&sequence->all_read);
    pthread_mutex_destroy(&sequence->lock);
    open_gate_destroy(&sequence->gate);
}

void sequence_fail(struct sequence *sequence, int error)
{
    pthread_mutex_lock(&sequence->lock);
    if (!sequence->failure)
        sequence->failure = error;
    pthread_cond_broadcast(&sequence->all_read);
    pthread_mutex_unlock(&sequence->lock);
    open_gate_give_up(&sequence->gate);
}

/* Put down what is wrong with an input; what is wrong with the program is returned. */
static int note_error(struct sequence *sequence, size_t name, int error)
{
    if (error <= 0)
        return error;
    pthread_mutex_lock(&sequence->lock);
    if (sequence->names->item[name].error == 0 && !sequence->failure)
        sequence->names->item[name].error = error;
    const int failure = sequence->failure;
    pthread_mutex_unlock(&sequence->lock);
    return failure;
}

/* -- Descriptors ------------------------------------------------------------------------------- */

static void enter_batch(struct sequence *sequence, struct batch *batch)
{
    pthread_mutex_lock(&sequence->lock);
    sequence->small++;
    pthread_mutex_unlock(&sequence->lock);
    batch->inside = true;
    batch->seen = open_gate_enter(&sequence->gate);
}

static void leave_batch(struct sequence *sequence, struct batch *batch)
{
    if (!batch->inside)
        return;
    batch->inside = false;
    open_gate_leave(&sequence->gate);
    pthread_mutex_lock(&sequence->lock);
    if (--sequence->small == 0)
        pthread_cond_broadcast(&sequence->all_read);
    pthread_mutex_unlock(&sequence->lock);
}

static bool can_open(size_t count)
{
    const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    const bool can =
        fd < 0 ? errno != EMFILE && errno != ENFILE : count == 1 || can_open(count - 1);
    if (fd >= 0)
        close(fd);
    return can;
}

/* Until a file can be opened and small ones still get a descriptor. Two that are free now are
 * enough: if they are taken then by small files, which will close them. */
static int wait_for_spare(struct sequence *sequence)
{
    pthread_mutex_lock(&sequence->lock);
    bool waits = sequence->small > 0;
    pthread_mutex_unlock(&sequence->lock);
    if (waits) {
        open_gate_enter(&sequence->gate);
        waits = !can_open(2);
        open_gate_leave(&sequence->gate);
    }
    pthread_mutex_lock(&sequence->lock);
    while (waits && sequence->small > 0 && !sequence->failure)
        pthread_cond_wait(&sequence->all_read, &sequence->lock);
    const int failure = sequence->failure;
    pthread_mutex_unlock(&sequence->lock);
    return failure;
}

/* Of somebody inside the gate. */
static int open_in_turn(struct sequence *sequence, struct input *input, const char *path,
                        uint64_t *seen)
{
    int error;
    do
        error = input_open(input, path, !sequence->as_is, 0);
    while (open_gate_again(&sequence->gate, error, seen));
    return error;
}

/* -- Handing out ------------------------------------------------------------------------------- */

/* Files that whoever opens them will have read in one go, as it looks now. */
static bool is_small(const struct sequence *sequence, const char *path, uint64_t *bytes)
{
    struct stat status;
    if (strcmp(path, "-") == 0 || stat(path, &status) < 0 || !S_ISREG(status.st_mode))
        return false;
    *bytes = (uint64_t)status.st_size;
    return *bytes <= sequence->block;
}

/* Small files from the next one on, as long as together they are no larger than a block. */
static bool take_small(struct sequence *sequence, struct batch *batch)
{
    const struct names *names = sequence->names;
    uint64_t sum = 0, bytes;
    size_t last = sequence->next;
    while (last < names->count && last - sequence->next < sequence->most_names &&
           !names->item[last].error && is_small(sequence, names->item[last].path, &bytes) &&
           bytes <= sequence->block - sum) {
        sum += bytes;
        last++;
    }
    if (last == sequence->next)
        return false;
    batch->name = sequence->next;
    batch->last = sequence->next = last;
    batch->begins = batch->ends = true;
    enter_batch(sequence, batch);
    return true;
}

/* Open the next name for handing it out. Nothing is open if it cannot be, or is to be left out. */
static int open_next(struct sequence *sequence)
{
    const size_t name = sequence->next++;
    const char *path = sequence->names->item[name].path;
    const bool standard = strcmp(path, "-") == 0;
    if (sequence->names->item[name].error || (standard && sequence->standard_taken))
        return 0;
    sequence->standard_taken |= standard;
    const int failure = wait_for_spare(sequence);
    struct open_input *open = failure ? NULL : calloc(1, sizeof *open);
    if (!open)
        return failure ? failure : CUPRO_ENOMEM;
    uint64_t seen = open_gate_enter(&sequence->gate);
    const int error = open_in_turn(sequence, &open->input, path, &seen);
    open_gate_leave(&sequence->gate);
    if (error) {
        free(open);
        return note_error(sequence, name, error);
    }
    open->name = name;
    open->offset = open->input.begin;
    open->users = 1;
    sequence->current = open;
    return 0;
}

/* The part of the current input that comes next. */
static int take_part(struct sequence *sequence, struct batch *batch)
{
    struct open_input *open = sequence->current;
    struct input *input = &open->input;
    int error = 0;
    batch->name = open->name;
    batch->last = open->name + 1;
    batch->from = open;
    if (input->stream) {
        batch->begins = open->blocks == 0;
        error =
            input_read_block(input, sequence->block, sequence->rule, &batch->buffer, &batch->text);
        batch->ends = input->ended || error;
        batch->text.part = open->blocks++;
        batch->text.whole = batch->begins && batch->ends;
        error = note_error(sequence, open->name, error);
    } else {
        const uint64_t left = input->size - open->offset;
        batch->begins = open->offset == input->begin;
        batch->lo = open->offset;
        batch->hi = open->offset += left < sequence->block ? left : sequence->block;
        batch->ends = batch->hi == input->size;
    }
    pthread_mutex_lock(&sequence->lock);
    open->users++;
    pthread_mutex_unlock(&sequence->lock);
    if (batch->ends)
        stop_handing_out(sequence);
    return error;
}

int sequence_next(struct sequence *sequence, struct batch *batch, bool *end)
{
    int error = 0;
    batch->text = (struct text){0};
    while (!error && !sequence->current && sequence->next < sequence->names->count) {
        if (take_small(sequence, batch))
            return 0;
        error = open_next(sequence);
    }
    if (error)
        return error;
    *end = !sequence->current;
    return *end ? 0 : take_part(sequence, batch);
}

/* -- Reading ----------------------------------------------------------------------------------- */

static int visit_text(struct text *text, size_t name, text_visit *visit, void *arg)
{
    text->name = name;
    return text->length > 0 ? visit(text, arg) : 0;
}

/* A file that the batch has for itself; it may have become larger than it was. */
static int read_file(struct sequence *sequence, struct batch *batch, size_t name, text_visit *visit,
                     void *arg)
{
    struct input input;
    int error = open_in_turn(sequence, &input, sequence->names->item[name].path, &batch->seen);
    if (error)
        return note_error(sequence, name, error);
    uint64_t lo = input.begin;
    size_t part = 0;
    bool more = input.stream || lo < input.size;
    while (more && !error) {
        struct text text = {0};
        const uint64_t left = input.size - lo;
        const uint64_t hi = lo + (left < sequence->block ? left : sequence->block);
        const int failed =
            input.stream
                ? input_read_block(&input, sequence->block, sequence->rule, &batch->buffer, &text)
                : input_read_piece(&input, lo, hi, sequence->rule, &batch->buffer, &text);
        error = note_error(sequence, name, failed);
        more = !failed && (input.stream ? !input.ended : hi < input.size);
        text.whole = part == 0 && !more;
        text.part = part++;
        lo = hi;
        if (!error)
            error = visit_text(&text, name, visit, arg);
    }
    input_close(&input);
    batch->seen = open_gate_closed(&sequence->gate);
    return error;
}

static int read_part(struct sequence *sequence, struct batch *batch, text_visit *visit, void *arg)
{
    int error = 0;
    if (!batch->from->input.stream) {
        error = input_read_piece(&batch->from->input, batch->lo, batch->hi, sequence->rule,
                                 &batch->buffer, &batch->text);
        error = note_error(sequence, batch->name, error);
        batch->text.part = batch->lo;
        batch->text.whole = batch->begins && batch->ends;
    }
    stop_using(sequence, &batch->from);
    return error ? error : visit_text(&batch->text, batch->name, visit, arg);
}

int batch_read(struct sequence *sequence, struct batch *batch, text_visit *visit, void *arg)
{
    int error = 0;
    if (batch->from)
        return read_part(sequence, batch, visit, arg);
    for (size_t name = batch->name; name < batch->last && !error; name++)
        error = read_file(sequence, batch, name, visit, arg);
    leave_batch(sequence, batch);
    return error;
}

void batch_free(struct sequence *sequence, struct batch *batch)
{
    stop_using(sequence, &batch->from);
    leave_batch(sequence, batch);
    buffer_free(&batch->buffer);
}
