// Patterns, retries and the orderly end of a program.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <map>

#include "tests/conformance/harness.h"

namespace coroscope::conformance {
namespace {

namespace actor_mailbox {
class Message {
public:
    Message(int sum, std::optional<Future<int>> answer) : amount(sum), reply(std::move(answer)) {}
    int amount;
    std::optional<Future<int>> reply;
};
class Account {
public:
    Account() : task_(create_task(serve())) {}
    void tell(int amount) { inbox_.put_nowait(Message(amount, std::nullopt)); }
    Coroutine<int> ask(int amount) {
        Future<int> reply;
        inbox_.put_nowait(Message(amount, reply));
        co_return co_await reply;
    }
    void stop() { task_.cancel(); }

private:
    Coroutine<> serve() {
        while (true) {
            Message message = co_await inbox_.get();
            co_await sleep(500ms);
            if (balance_ + message.amount < 0) {
                if (message.reply) {
                    message.reply->set_exception(ValueError(fmt::format("only {} left", balance_)));
                }
                continue;
            }
            balance_ += message.amount;
            say("balance", balance_);
            if (message.reply) {
                message.reply->set_result(balance_);
            }
        }
    }
    Queue<Message> inbox_;
    int balance_ = 0;
    Task<> task_;
};
Coroutine<> client(std::string name, Account& account, int amount) {
    try {
        say(name, "->", co_await account.ask(amount));
    } catch (const ValueError& e) {
        say(name, "->", e);
    }
}
Coroutine<> main(std::optional<Account>& account) {
    account.emplace();
    account->tell(100);
    co_await gather(client("a", *account, -70), client("b", *account, -70),
                    client("c", *account, 50));
    account->tell(-80);
    say("last:", co_await account->ask(0));
    account->stop();
}
}  // namespace actor_mailbox

namespace batches {
Coroutine<int> job(int n) {
    co_await sleep(500ms + n % 4 * 250ms);
    say("job", n);
    co_return n * 10;
}
Coroutine<> main() {
    std::vector<int> out;
    for (int start = 0; start < 8; start += 3) {
        std::vector<int> batch;
        std::vector<Coroutine<int>> jobs;
        for (int n = start; n < std::min(start + 3, 8); ++n) {
            batch.push_back(n);
            jobs.push_back(job(n));
        }
        say("batch", batch);
        const std::vector<int> results = co_await gather(std::move(jobs));
        out.insert(out.end(), results.begin(), results.end());
    }
    say(out);
}
}  // namespace batches

namespace heap_scheduler {
class Scheduler {
public:
    void add(Duration at, std::string name) {
        say("added", name, "for", at);
        heap_.emplace(at, std::move(name));  // equal times stay in order of insertion
        changed_.set();
    }
    Coroutine<> serve(int count) {
        while (count > 0) {
            changed_.clear();
            try {
                if (heap_.empty()) {
                    co_await wait_for(change(), std::nullopt);
                    continue;
                }
                const Duration wait = heap_.begin()->first - now();
                if (wait > 0s) {
                    co_await wait_for(change(), wait);
                    continue;
                }
            } catch (const TimeoutError&) {
                // its time has come
            }
            const auto [at, name] = *heap_.begin();
            heap_.erase(heap_.begin());
            say("run", name, "late by", now() - at);
            count -= 1;
        }
    }

private:
    Coroutine<> change() { co_await changed_.wait(); }
    std::multimap<Duration, std::string> heap_;
    Event changed_;
};
Coroutine<> main() {
    Scheduler s;
    Task<> t = create_task(s.serve(5));
    co_await sleep(1s);
    s.add(5s, "e");
    s.add(3s, "c");
    co_await sleep(500ms);
    s.add(2s, "b");
    s.add(3s, "d");
    s.add(500ms, "overdue");
    co_await t;
}
}  // namespace heap_scheduler

namespace periodic_no_drift {
Coroutine<> drifting(int n) {
    for (int i = 0; i < n; ++i) {
        say("drifting", i);
        co_await sleep(250ms);
        co_await sleep(1s);
    }
}
Coroutine<> exact(int n) {
    const Duration start = now();
    for (int i = 0; i < n; ++i) {
        say("exact", i);
        co_await sleep(250ms);
        co_await sleep(start + (i + 1) * 1s - now());
    }
}
Coroutine<> main() { co_await gather(drifting(4), exact(5)); }
}  // namespace periodic_no_drift

namespace pipeline_stages {
using Function = std::string (*)(const std::string&);
Coroutine<> stage(std::string name, Queue<std::string>& inbox, Queue<std::string>& outbox,
                  Duration pace, Function fn) {
    while (true) {
        const std::string item = co_await inbox.get();
        if (item == "end") {
            co_await outbox.put(item);
            say(name, "ends");
            co_return;
        }
        co_await sleep(pace);
        const std::string made = fn(item);
        co_await outbox.put(made);
        say(name, "passed on", made);
    }
}
std::string plus_one(const std::string& x) { return std::to_string(std::stoi(x) + 1); }
std::string squared(const std::string& x) { return std::to_string(std::stoi(x) * std::stoi(x)); }
std::string bracketed(const std::string& x) { return "<" + x + ">"; }
Coroutine<> main() {
    Queue<std::string> q0("q0", 1);
    Queue<std::string> q1("q1", 1);
    Queue<std::string> q2("q2", 1);
    Queue<std::string> q3("q3");
    Task<> parse = create_task(stage("parse", q0, q1, 250ms, plus_one));
    Task<> crunch = create_task(stage("crunch", q1, q2, 1s, squared));
    Task<> format = create_task(stage("format", q2, q3, 500ms, bracketed));
    for (int i = 0; i < 4; ++i) {
        co_await q0.put(std::to_string(i));
        say("fed", i);
    }
    co_await q0.put("end");
    co_await gather(parse, crunch, format);
    while (!q3.empty()) {
        say("result", q3.get_nowait());
    }
}
}  // namespace pipeline_stages

namespace producer_consumer {
Coroutine<> producer(Queue<int>& q) {
    for (int i = 0; i < 6; ++i) {
        co_await sleep(250ms);
        co_await q.put(i);
        say("produced", i, "size", q.qsize());
    }
    co_await q.put(-1);
    say("producer done");
}
Coroutine<> consumer(Queue<int>& q) {
    while (true) {
        const int item = co_await q.get();
        if (item < 0) {
            break;
        }
        co_await sleep(1s);
        say("          consumed", item);
    }
    say("          consumer done");
}
Coroutine<> main() {
    Queue<int> q("q", 2);
    co_await gather(producer(q), consumer(q));
}
}  // namespace producer_consumer

namespace rate_limiter_semaphore {
class Limiter {
public:
    Coroutine<int> request(int n) {
        const auto held = co_await sem_.hold();
        in_flight_ += 1;
        peak = std::max(peak, in_flight_);
        say("start", n, "in flight", in_flight_);
        co_await sleep(1s + n % 3 * 500ms);
        in_flight_ -= 1;
        say("end", n);
        co_return n* n;
    }
    int peak = 0;

private:
    Semaphore sem_{"sem", 3};
    int in_flight_ = 0;
};
Coroutine<> main() {
    Limiter limiter;
    std::vector<Coroutine<int>> requests;
    for (int n = 0; n < 8; ++n) {
        requests.push_back(limiter.request(n));
    }
    say(co_await gather(std::move(requests)));
    say("peak", limiter.peak);
}
}  // namespace rate_limiter_semaphore

namespace sliding_window_limiter {
class Window {
public:
    Window(std::size_t limit, Duration period) : limit_(limit), period_(period) {}
    Coroutine<> enter(std::string name) {
        while (true) {
            while (!calls_.empty() && calls_.front() <= now() - period_) {
                calls_.pop_front();
            }
            if (calls_.size() < limit_) {
                calls_.push_back(now());
                co_return;
            }
            const Duration wait = calls_.front() + period_ - now();
            say("  ", name, "waits", wait);
            co_await sleep(wait);
        }
    }

private:
    std::size_t limit_;
    Duration period_;
    std::deque<Duration> calls_;
};
Coroutine<> caller(Window& w, std::string name, Duration at) {
    co_await sleep(at);
    co_await w.enter(name);
    say(name, "admitted");
}
Coroutine<> main() {
    Window w(3, 1s);
    std::vector<Coroutine<>> callers;
    for (const double at : {0.0, 0.25, 0.5, 0.5, 0.75, 1.125, 1.25, 3.0}) {
        callers.push_back(caller(w, fmt::format("c{}", callers.size()), seconds(at)));
    }
    co_await gather(std::move(callers));
}
}  // namespace sliding_window_limiter

namespace token_bucket {
class Bucket {
public:
    Bucket(double rate, double capacity)
        : tokens(capacity), rate_(rate), capacity_(capacity), stamp_(now()) {}
    Coroutine<> take(double n) {
        const auto held = co_await lock_.hold();
        refill();
        if (tokens < n) {
            co_await sleep(seconds((n - tokens) / rate_));
            refill();
        }
        tokens -= n;
    }
    double tokens;

private:
    void refill() {
        const double passed = std::chrono::duration<double>(now() - stamp_).count();
        tokens = std::min(capacity_, tokens + passed * rate_);
        stamp_ = now();
    }
    double rate_;
    double capacity_;
    Duration stamp_;
    Lock lock_;
};
Coroutine<> caller(std::string name, Bucket& bucket, Duration at, int n) {
    co_await sleep(at);
    co_await bucket.take(n);
    say(name, "took", n, "left", bucket.tokens);
}
Coroutine<> main() {
    Bucket b(2, 4);
    co_await gather(caller("a", b, 0s, 3), caller("b", b, 0s, 2), caller("big", b, 250ms, 4),
                    caller("small", b, 250ms, 1), caller("late", b, 6s, 1),
                    caller("later", b, 6s, 3));
}
}  // namespace token_bucket

namespace worker_pool_sentinels {
Coroutine<int> worker(std::string name, Queue<double>& q, std::vector<std::string>& results) {
    int done = 0;
    while (true) {
        const double job = co_await q.get();
        if (job < 0) {
            say(name, "got its sentinel after", done, "jobs");
            co_return done;
        }
        co_await sleep(seconds(job));
        results.push_back(fmt::format("[{}, {}]", name, show(job)));
        say(name, "finished job of", job);
        done += 1;
    }
}
Coroutine<> main() {
    Queue<double> q;
    std::vector<std::string> results;
    std::vector<Task<int>> ws;
    for (int i = 0; i < 3; ++i) {
        ws.push_back(create_task(worker(fmt::format("w{}", i), q, results)));
    }
    for (const double job : {3.0, 1.0, 2.0, 1.0, 0.5, 1.0}) {
        co_await q.put(job);
    }
    for (std::size_t i = 0; i < ws.size(); ++i) {
        co_await q.put(-1);
    }
    say("counts", co_await gather(ws));
    say(results);
}
}  // namespace worker_pool_sentinels

namespace exponential_backoff {
class Flaky {
public:
    explicit Flaky(int failures) : failures_(failures) {}
    Coroutine<std::string> call() {
        co_await sleep(250ms);
        if (failures_ > 0) {
            failures_ -= 1;
            throw ConnectionError(fmt::format("{} failures left", failures_));
        }
        co_return "ok";
    }

private:
    int failures_;
};
Coroutine<std::string> retry(Flaky& service, int attempts) {
    for (int attempt = 1;; ++attempt) {
        try {
            co_return co_await service.call();
        } catch (const ConnectionError& e) {
            say("attempt", attempt, "failed:", e);
            if (attempt == attempts) {
                throw;
            }
        }
        co_await sleep(500ms * (1 << (attempt - 1)));
    }
}
Coroutine<> main() {
    Flaky two(2);
    say(co_await retry(two, 4));
    Flaky nine(9);
    try {
        say(co_await retry(nine, 3));
    } catch (const ConnectionError& e) {
        say("gave up:", e);
    }
}
}  // namespace exponential_backoff

namespace jitter_and_deadline {
class Jitter {
public:
    double next() {
        seed_ = (seed_ * 1103515245 + 12345) % (std::uint64_t{1} << 31U);
        return static_cast<double>((seed_ >> 16U) % 8) / 8;
    }

private:
    std::uint64_t seed_ = 7;
};
Coroutine<std::string> call(int n, Duration length, int failures) {
    co_await sleep(length);
    if (n <= failures) {
        throw ConnectionError(fmt::format("try {}", n));
    }
    co_return fmt::format("answer on try {}", n);
}
Coroutine<std::string> retry(Jitter& jitter, Duration length, int failures) {
    for (int n = 1;; ++n) {
        double pause = 0;
        try {
            co_return co_await call(n, length, failures);
        } catch (const ConnectionError& e) {
            pause = std::min(2.0, 0.5 * (1 << (n - 1))) + jitter.next();
            say("  ", e, "- pause", pause);
        }
        co_await sleep(seconds(pause));
    }
}
Coroutine<> scene(std::string label, Coroutine<std::string> work, Duration deadline) {
    try {
        co_await async_with(timeout(deadline), [&]() -> Coroutine<> {
            const std::string answer = co_await work;
            say(label, "->", answer);
        });
    } catch (const TimeoutError&) {
        say(label, "-> TimeoutError");
    }
}
Coroutine<> main() {
    Jitter jitter;
    co_await scene("succeeds", retry(jitter, 500ms, 2), 10s);
    co_await scene("deadline in a pause", retry(jitter, 250ms, 9), 6s);
    co_await scene("deadline in a call", retry(jitter, 5s, 0), 2s);
    Task<std::string> t = create_task(retry(jitter, 1s, 9));
    co_await sleep(1500ms);
    t.cancel();
    co_await wait(t);
    say("cancelled:", t.cancelled());
}
}  // namespace jitter_and_deadline

namespace run_cancels_waiting_tasks {
using Tasks = std::vector<Task<>>;
Coroutine<> straggler() {
    say("straggler runs");
    co_await sleep(5s);
    say("straggler ends");
}
Coroutine<> leftover(std::string name, Duration cleanup, Tasks& keep) {
    std::exception_ptr raised;
    try {
        co_await sleep(100s);
    } catch (...) {
        raised = std::current_exception();
    }
    co_await sleep(cleanup);
    say(name, "cleaned up");
    if (name == "spawner") {
        keep.push_back(create_task(straggler()));
    }
    std::rethrow_exception(raised);
}
Coroutine<> main(Tasks& keep) {
    keep.push_back(create_task(leftover("quick", 1s, keep)));
    keep.push_back(create_task(leftover("spawner", 2s, keep)));
    keep.push_back(create_task(leftover("slow", 3s, keep)));
    co_await sleep(1s);
    say("main returns");
}
}  // namespace run_cancels_waiting_tasks

TEST_CASE("pattern_actor_mailbox") {
    std::optional<actor_mailbox::Account> account;
    conforms("pattern_actor_mailbox", [&] { return actor_mailbox::main(account); });
}
TEST_CASE("pattern_batches") { conforms("pattern_batches", batches::main); }
TEST_CASE("pattern_heap_scheduler") { conforms("pattern_heap_scheduler", heap_scheduler::main); }
TEST_CASE("pattern_periodic_no_drift") {
    conforms("pattern_periodic_no_drift", periodic_no_drift::main);
}
TEST_CASE("pattern_pipeline_stages") { conforms("pattern_pipeline_stages", pipeline_stages::main); }
TEST_CASE("pattern_producer_consumer") {
    conforms("pattern_producer_consumer", producer_consumer::main);
}
TEST_CASE("pattern_rate_limiter_semaphore") {
    conforms("pattern_rate_limiter_semaphore", rate_limiter_semaphore::main);
}
TEST_CASE("pattern_sliding_window_limiter") {
    conforms("pattern_sliding_window_limiter", sliding_window_limiter::main);
}
TEST_CASE("pattern_token_bucket") { conforms("pattern_token_bucket", token_bucket::main); }
TEST_CASE("pattern_worker_pool_sentinels") {
    conforms("pattern_worker_pool_sentinels", worker_pool_sentinels::main);
}
TEST_CASE("retry_exponential_backoff") {
    conforms("retry_exponential_backoff", exponential_backoff::main);
}
TEST_CASE("retry_with_jitter_and_deadline") {
    conforms("retry_with_jitter_and_deadline", jitter_and_deadline::main);
}
TEST_CASE("shutdown_run_cancels_waiting_tasks") {
    run_cancels_waiting_tasks::Tasks keep;
    conforms(
        "shutdown_run_cancels_waiting_tasks", [&] { return run_cancels_waiting_tasks::main(keep); },
        [&](AfterRun& run) {
            std::vector<bool> done;
            for (const Task<>& t : keep) {
                done.push_back(t.done());
            }
            run.say("run() returned; done:", done);
        });
}

}  // namespace
}  // namespace coroscope::conformance
