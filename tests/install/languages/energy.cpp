// SPDX-License-Identifier: MIT
// From C++: the functions behind the macros, and a cupro_call in place of named arguments.
#include <cupro.h>

#include <cstdio>
#include <vector>

struct particle {
    double mass, speed;
};

static int add_energy(void *acc, std::size_t lo, std::size_t hi, void *ctx)
{
    const auto &all = *static_cast<const std::vector<particle> *>(ctx);
    double sum = *static_cast<double *>(acc);
    for (std::size_t i = lo; i < hi; i++)
        sum += 0.5 * all[i].mass * all[i].speed * all[i].speed;
    *static_cast<double *>(acc) = sum;
    return 0;
}

int main()
{
    std::vector<particle> all(100000, particle{2, 3});
    cupro_call call = {};
    call.ctx = &all;
    call.threads = 2;
    double total;
    int error = cupro_fold_with(all.size(), add_energy, &cupro_plus_f64, &total, &call);

    std::vector<double> speeds = {3, 1, 2};
    if (error == 0) // all defaults
        error = cupro_sort_f64(speeds.data(), speeds.size(), nullptr);
    if (error != 0) {
        std::fprintf(stderr, "%s\n", cupro_strerror(error));
        return 1;
    }
    std::printf("energy %.1f, speeds from %g to %g\n", total, speeds.front(), speeds.back());
    return total == 900000 && speeds.front() == 1 && speeds.back() == 3 ? 0 : 1;
}
