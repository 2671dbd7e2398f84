// Check 9 of the task queue: chords; and chains, groups, links.

#include "runtime/world/canvas.h"
#include "tests/runtime/world/task_queue.h"

namespace coroscope {
namespace {

using test::run;
using test::seconds;
using test::slots;

JobType waits(const Celery& app) {
    JobType job = app.task("wait");
    job.runs([](const JobRequest& request) {
        JobRun it(std::chrono::milliseconds(request.number(0)));
        it.returns(request.args[0]);
        if (request.args.size() > 1) {
            it.raises("ValueError: " + request.args[1]);
        }
        return it;
    });
    return job;
}

Coroutine<std::string> error_of(Reply<std::string> reply) {
    try {
        co_await reply;
    } catch (const Error& error) {
        co_return error.type() + ": " + error.message();
    }
    co_return "";
}

Coroutine<> chord_of_three(bool counted, std::string starts, std::string ends) {
    Celery app("app");
    app.conf.chords_counted = counted;
    const JobType wait = waits(app);
    const JobType total = app.task("total").runs(
        [](const JobRequest& request) { return JobRun(500ms).returns("got " + request.args[0]); });
    Worker worker(app, "W1", slots(4));
    const std::vector<Signature> header = {wait.s(1000), wait.s(2000), wait.s(2500)};
    const AsyncResult body = chord(header, total.s()).apply_async();
    CHECK(co_await body.get() == "got [1000, 2000, 2500]");
    CHECK(seconds(body.starts()) == starts);
    CHECK(seconds(now()) == ends);
}

TEST_CASE("a counted chord begins its body with the last part, a polled one a check later") {
    run(chord_of_three(true, "2.5", "3"));
    run(chord_of_three(false, "3", "3.5"));
}

Coroutine<> chord_with_failure(bool counted, std::string ends) {
    Celery app("app");
    app.conf.chords_counted = counted;
    const JobType wait = waits(app);
    const JobType total = app.task("total");
    Worker worker(app, "W1", slots(4));
    const std::vector<Signature> header = {wait.s(1000, "no"), wait.s(2000), wait.s(2500)};
    const AsyncResult body = chord(header, total.s()).apply_async();
    CHECK(co_await error_of(body.get()) == "ChordError: Dependency wait-1 raised ValueError: no");
    CHECK(seconds(now()) == ends);
    CHECK(body.starts().empty());
    CHECK(app.runs() >= 3);
}

TEST_CASE("a part that fails makes the body a ChordError, when all parts have ended") {
    run(chord_with_failure(true, "2.5"));
    run(chord_with_failure(false, "3"));
}

Coroutine<> chord_without_a_slot() {
    Celery app("app");
    app.conf.chords_counted = false;
    const JobType wait = waits(app);
    const JobType total = app.task("total").takes(500ms);
    Worker worker(app, "W1", slots(1));
    const AsyncResult body = chord({wait.s(1000), wait.s(5000)}, total.s()).apply_async();
    co_await body.get();
    CHECK(seconds(body.starts()) == "6");
}

TEST_CASE("the job that looks after a polled chord needs a free slot") {
    run(chord_without_a_slot());
}

Coroutine<> three_in_a_chain() {
    Celery app("app");
    const JobType add = app.task("add").runs([](const JobRequest& request) {
        return JobRun(1s).returns(std::to_string(request.number(0) + request.number(1)));
    });
    Worker worker(app, "W1", slots(4));
    const AsyncResult last = chain({add.s(1, 2), add.s(3), add.s(4)}).apply_async();
    CHECK(co_await last.get() == "10");
    CHECK(now() == 3s);
}

TEST_CASE("a chain gives each result to the next job") { run(three_in_a_chain()); }

Coroutine<> broken_chain(bool push) {
    Celery app("app");
    app.conf.result_push = push;
    const JobType wait = waits(app);
    Worker worker(app, "W1", slots(4));
    const std::vector<Signature> calls = {wait.si(1000), wait.si(1000, "no"), wait.si(1000)};
    const AsyncResult last = chain(calls).apply_async();
    CHECK(co_await error_of(last.get()) == "ValueError: no");
    CHECK(now() == 2s);
    CHECK(last.state() == "PENDING");
    co_await sleep(10s);
    CHECK(last.state() == "PENDING");
}

TEST_CASE("after a failure the rest of a chain stays PENDING, and get() raises that failure") {
    run(broken_chain(true));
    run(broken_chain(false));
}

Coroutine<> one_of_a_group_fails() {
    Celery app("app");
    const JobType wait = waits(app);
    Worker worker(app, "W1", slots(4));
    const GroupResult fine = group({wait.s(2000), wait.s(1000)}).apply_async();
    const std::vector<std::string> values = co_await fine.get();
    CHECK(values == std::vector<std::string>{"2000", "1000"});
    CHECK(now() == 2s);
    const GroupResult bad = group({wait.s(1000), wait.s(2000, "no"), wait.s(3000)}).apply_async();
    bool raised = false;
    try {
        co_await bad.get();
    } catch (const Error& error) {
        raised = error.type() == "ValueError";
    }
    CHECK(raised);
    CHECK(now() == 4s);
    co_await sleep(1s);
    CHECK(bad.results()[2].successful());
    CHECK(bad.ready());
    CHECK_FALSE(bad.successful());
}

TEST_CASE("a group gives results in the order of its calls, and a failure while others run on") {
    run(one_of_a_group_fails());
}

Coroutine<> links() {
    Celery app("app");
    const JobType wait = waits(app);
    std::string told;
    const JobType after = app.task("after").runs([&](const JobRequest& request) {
        told = request.args[0];
        return JobRun(1s);
    });
    Worker worker(app, "W1", slots(4));
    wait.apply_async({1000}, Call().link(after.s()));
    co_await sleep(3s);
    CHECK(told == "1000");
    std::string error;
    wait.apply_async({1000, "no"}, Call().link(after.s()).link_error(
                                       [&](const auto&, const auto& e) { error = e; }));
    told.clear();
    co_await sleep(3s);
    CHECK(told.empty());
    CHECK(error == "ValueError: no");
}

TEST_CASE("a link is called after success, a link_error after failure") { run(links()); }

}  // namespace
}  // namespace coroscope
