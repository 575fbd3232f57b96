/* SPDX-License-Identifier: MIT */
/* A program outside the tree: its own structs through the installed library. */
#include <cupro.h>
#include <stdio.h>

struct particle {
    double mass, speed;
    int alive;
};

CUPRO_FILTER(alive, struct particle, p, p.alive);
CUPRO_MAP(energy, struct particle, double, p, 0.5 * p.mass * p.speed * p.speed);

int main(void)
{
    enum { N = 100000 };
    static struct particle p[N];
    static double e[N];
    for (int i = 0; i < N; i++)
        p[i] = (struct particle){2, i % 10, i % 2};
    size_t m;
    double total;
    int error = cupro_collect(cupro_from(p, N, &alive, &energy), e, &m);
    if (error == 0)
        error = cupro_reduce(cupro_from(p, N, &alive, &energy), &cupro_plus_f64, &total);
    if (error != 0) {
        fprintf(stderr, "consumer: %s\n", cupro_strerror(error));
        return 1;
    }
    printf("%zu particles, energy %.1f\n", m, total);
    return m == N / 2 && total == 1650000 ? 0 : 1;
}
