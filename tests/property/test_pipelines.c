/* SPDX-License-Identifier: MIT */
/*
 * Pipelines thrown at random: stages, window, delays, failures at any station, a token that is
 * raised on the way. The sink gets what it should, in order; serial stations are alone and in
 * order; no more items are in flight than allowed; and the code is that of the first that failed.
 */
#include "dice.h"
#include "places.h"
#include "run_tests.h"

#include <cupro/pipeline.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { MOST_STATIONS = CUPRO_MAX_PIPELINE_STAGES + 2, MOST_ITEMS = 300 };

/* What happens at a station. What is not atomic belongs to the one who has the station's turn. */
struct station {
    bool serial;
    size_t next;  /* a serial one: the item that has to come */
    size_t fails; /* this item, with this code               */
    int code;
    size_t dear; /* one in so many items takes longer       */
    atomic_int inside;
};

struct trial {
    cupro_pipeline_parts parts;
    int sink;
    struct station station[MOST_STATIONS];
    size_t n, window;
    uint64_t salt;
    cupro_stop stop;
    size_t raises; /* the item that raises the token */
    int raises_at; /* and the station where it does  */
    bool ended;    /* the source has said so         */
    atomic_size_t in_flight, most_in_flight, wrong, dropped, blocks;
};

struct item {
    bool in_use; /* has been here before */
    size_t number;
    int passed;
};

static void note_wrong(struct trial *trial, bool wrong)
{
    atomic_fetch_add(&trial->wrong, wrong);
}

static void take_time(const struct trial *trial, const struct station *station, uint64_t number)
{
    uint64_t bits = scramble(trial->salt ^ number ^ (uint64_t)(station - trial->station) << 32);
    if (station->dear > 0 && bits % station->dear == 0)
        usleep((useconds_t)(bits >> 32) % 200);
    for (volatile uint64_t turns = bits >> 20 & 1023; turns > 0;)
        turns = turns - 1;
}

static int visit(struct trial *trial, int number, size_t item)
{
    struct station *station = &trial->station[number];
    note_wrong(trial, station->serial && atomic_fetch_add(&station->inside, 1) != 0);
    note_wrong(trial, station->serial && station->next++ != item);
    if (item == trial->raises && number == trial->raises_at)
        cupro_stop_request(&trial->stop);
    take_time(trial, station, item);
    atomic_fetch_sub(&station->inside, station->serial);
    return item == station->fails ? station->code : 0;
}

static int source(void *memory, bool *end, void *ctx)
{
    struct trial *trial = ctx;
    struct item *item = memory;
    size_t number = trial->station[0].next;
    note_wrong(trial, *end || trial->ended || (uintptr_t)memory % 64 != 0);
    trial->ended = *end = number == trial->n && trial->station[0].fails != number;
    atomic_fetch_add(&trial->blocks, !item->in_use);
    item->in_use = true;
    if (*end)
        return 0;
    size_t in_flight = atomic_fetch_add(&trial->in_flight, 1) + 1;
    size_t most = atomic_load(&trial->most_in_flight);
    while (in_flight > most &&
           !atomic_compare_exchange_weak(&trial->most_in_flight, &most, in_flight))
        ;
    *item = (struct item){true, number, 1};
    return visit(trial, 0, number);
}

static int stage(void *memory, void *ctx)
{
    struct item *item = memory;
    return visit(ctx, item->passed++, item->number);
}

static int sink(void *memory, void *ctx)
{
    struct trial *trial = ctx;
    const struct item *item = memory;
    note_wrong(trial, item->passed != trial->sink);
    int error = visit(trial, trial->sink, item->number);
    atomic_fetch_sub(&trial->in_flight, 1);
    return error;
}

static void drop(void *memory, void *ctx)
{
    struct trial *trial = ctx;
    const struct item *item = memory;
    note_wrong(trial, !item->in_use);
    atomic_fetch_add(&trial->dropped, 1);
}

/* -- Throwing ---------------------------------------------------------------------------------- */

static void throw_station(struct dice *dice, struct station *station, bool serial, size_t n)
{
    static const size_t dear[] = {0, 0, 100, 10, 1};
    bool fails = dice_once_in(dice, 6);
    *station = (struct station){.serial = serial,
                                .fails = fails ? dice_below(dice, n + 1) : SIZE_MAX,
                                .code = 1 + (int)dice_below(dice, 1000),
                                .dear = n < 100 ? dear[dice_below(dice, COUNT_OF(dear))] : 0};
}

static void throw_trial(struct dice *dice, struct trial *trial)
{
    int stages = (int)dice_below(dice, CUPRO_MAX_PIPELINE_STAGES + 1);
    trial->n = dice_below(dice, dice_once_in(dice, 2) ? 10 : MOST_ITEMS);
    trial->sink = stages + 1;
    trial->salt = dice_bits(dice);
    trial->window =
        dice_once_in(dice, 3) ? 0 : 1 + dice_below(dice, dice_once_in(dice, 2) ? 4 : 99);
    trial->parts = (cupro_pipeline_parts){.item_size = sizeof(struct item) + dice_below(dice, 200),
                                          .source = source,
                                          .sink = sink,
                                          .window = trial->window,
                                          .drop = drop};
    throw_station(dice, &trial->station[0], true, trial->n);
    throw_station(dice, &trial->station[trial->sink], true, trial->n);
    for (int i = 0; i < stages; i++) {
        cupro_stage_mode mode = dice_once_in(dice, 2) ? CUPRO_PARALLEL : CUPRO_SERIAL;
        trial->parts.stage[i] = (cupro_pipeline_stage){stage, mode};
        throw_station(dice, &trial->station[1 + i], mode == CUPRO_SERIAL, trial->n);
    }
    trial->raises = dice_once_in(dice, 4) ? dice_below(dice, trial->n + 1) : SIZE_MAX;
    trial->raises_at = (int)dice_below(dice, (size_t)trial->sink + 1);
}

/* -- The property ------------------------------------------------------------------------------ */

/* The first item that fails, where the source does not end before; and the code. */
static size_t first_failure(const struct trial *trial, int *code)
{
    size_t lowest = SIZE_MAX;
    for (int i = 0; i <= trial->sink; i++) {
        const struct station *station = &trial->station[i];
        bool happens = station->fails < trial->n || (i == 0 && station->fails == trial->n);
        if (happens && station->fails < lowest) {
            lowest = station->fails;
            *code = station->code;
        }
    }
    return lowest;
}

static void check_trial(struct dice *dice, const struct place *place)
{
    struct trial trial = {.n = 0};
    throw_trial(dice, &trial);
    int code = 0;
    size_t failure = first_failure(&trial, &code);
    int result = cupro_pipeline_run(&trial.parts, &trial, AT(*place), .stop = &trial.stop);

    size_t given = trial.station[0].next, sunk = trial.station[trial.sink].next;
    size_t window = trial.window > 0 ? trial.window : 2 * (size_t)place_threads(place);
    bool failed = failure < given;
    /* After the token, the source is not called any more, not even if there is room. */
    size_t most =
        trial.raises == SIZE_MAX ? SIZE_MAX : trial.raises + (trial.raises_at == 0 ? 1 : window);
    int expected = failed ? code : trial.ended ? 0 : CUPRO_ESTOPPED;
    /* Who fails at the sink has been there. */
    sunk -= failed && trial.station[trial.sink].next > failure;
    ck_assert_msg(result == expected && sunk == (failed ? failure : given) && trial.wrong == 0 &&
                      given <= most && trial.most_in_flight <= window &&
                      trial.dropped == trial.blocks &&
                      (result != CUPRO_ESTOPPED || cupro_stop_requested(&trial.stop)),
                  "seed %ju, %zu items, %d stages, window %zu: %d for %d; the sink got %zu of %zu, "
                  "failure at "
                  "%zu; %zu wrong, %zu in flight, %zu of %zu dropped",
                  (uintmax_t)dice->seed, trial.n, trial.sink - 1, window, result, expected, sunk,
                  given, failure, (size_t)trial.wrong, (size_t)trial.most_in_flight,
                  (size_t)trial.dropped, (size_t)trial.blocks);
}

START_TEST(any_pipeline_keeps_its_promises)
{
    struct place place = place_open(_i);
    struct dice dice = dice_for(_i);
    for (int repetition = 0; repetition < 150; repetition++)
        check_trial(&dice, &place);
    place_close(&place);
}
END_TEST

int main(void)
{
    dice_announce();
    return RUN_TESTS("pipelines", PLACES, any_pipeline_keeps_its_promises);
}
