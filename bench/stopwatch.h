// Stopwatch: CPU and real seconds since it was made.
#pragma once

#include <ctime>

namespace coroscope::bench {

class Stopwatch {
public:
    /// Of all threads of the process.
    [[nodiscard]] double cpu() const { return now(CLOCK_PROCESS_CPUTIME_ID) - cpu_; }
    /// Of the thread that made it.
    [[nodiscard]] double thread_cpu() const { return now(CLOCK_THREAD_CPUTIME_ID) - thread_cpu_; }
    [[nodiscard]] double wall() const { return now(CLOCK_MONOTONIC) - wall_; }

private:
    [[nodiscard]] static double now(clockid_t clock) {
        std::timespec time{};
        clock_gettime(clock, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }

    double cpu_ = now(CLOCK_PROCESS_CPUTIME_ID);
    double thread_cpu_ = now(CLOCK_THREAD_CPUTIME_ID);
    double wall_ = now(CLOCK_MONOTONIC);
};

}  // namespace coroscope::bench
