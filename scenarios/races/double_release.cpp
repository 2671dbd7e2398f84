// One release too many
//
// Three jobs share a printer. Each gives it back as soon as its page is printed, and once more in
// its `finally`, to be sure. But a lock in asyncio has no owner: the second release opens the lock
// of whoever holds it by then, and two print at once.
//
// Watch:  at 150 ms job-1 releases what job-2 holds, and job-3 begins to print.
// Source: asyncio's documentation of Lock: release() does not ask who calls.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Printer {
    Lock lock{"printer"};
    Shared<int> printing{"printing now", 0};
    Shared<int> most{"most at once", 0};
};

Coroutine<> print_page(Printer& printer, Duration length) {
    const int now = printer.printing.read() + 1;
    printer.printing.write(now);
    printer.most.write(std::max(printer.most.read(), now));
    co_await sleep(length);
    printer.printing.write(printer.printing.read() - 1);
    log("the page is out");
}

Coroutine<> job(Printer& printer, Duration page, Duration note) {
    co_await printer.lock.acquire();
    std::exception_ptr error;
    try {
        co_await print_page(printer, page);
        printer.lock.release();  // let the next one print...
        co_await sleep(note);    // ...while this job writes a note
    } catch (...) {
        error = std::current_exception();
    }
    printer.lock.release();  // finally: once more, but whose lock is it now?
    if (error) {
        std::rethrow_exception(error);
    }
}

Coroutine<> job_with_one_release(Printer& printer, Duration page, Duration note) {
    {
        const auto held = co_await printer.lock.hold();
        co_await print_page(printer, page);
    }  // here, and nowhere else
    co_await sleep(note);
}

template <class Job>
Coroutine<std::string> print_all(Stage& stage, Job make_job) {
    const int jobs = stage.integer("jobs");
    Printer printer;
    std::vector<Task<>> tasks;
    for (int i = 1; i <= jobs; ++i) {
        tasks.push_back(create_task(
            make_job(printer, stage.duration("page"), stage.duration("note")), name("job", i)));
    }
    const auto results = co_await gather(return_exceptions, tasks);

    int failed = 0;
    for (const auto& result : results) {
        if (!result.ok()) {
            log("a job failed: {}", describe(result.error()));
            ++failed;
        }
    }
    stage.expect(printer.most.read() <= 1, "one page at a time");
    stage.expect(failed == 0, "no job fails");
    co_return fmt::format("{} at once, {} failed", printer.most.read(), failed);
}

Coroutine<std::string> released_twice(Stage& stage) { return print_all(stage, job); }
Coroutine<std::string> released_once(Stage& stage) {
    return print_all(stage, job_with_one_release);
}

}  // namespace

const Scenario kDoubleRelease{
    ScenarioId("races/double-release"),
    Title("One release too many", "多释放了一次"),
    Difficulty::Hard,
    Params()
        .integer("jobs", 3, AtLeast(1), AtMost(50))
        .duration("page", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h))
        .duration("note", 50ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(released_twice, Expected()
                                    .check_fails("one page at a time")
                                    .check_fails("no job fails")
                                    .ends_at(250ms)
                                    .result("2 at once, 2 failed"))
        .fixed(released_once, Expected().ends_at(350ms).result("1 at once, 0 failed")),
};

}  // namespace coroscope
