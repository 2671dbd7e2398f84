// HttpFault: what goes wrong at a service, and when; declared, never drawn.
//
//     api.fault(HttpFault::status(503).requests(1, 2));        // the first two requests
//     api.fault(HttpFault::refuse().during(10s, 20s));         // nobody answers for ten seconds
//     api.fault(HttpFault::stall(5s).path("/slow"));           // every request for that path
//
// Without a "when" it is every time. Requests are counted from 1 as they arrive at the service;
// a refusal counts connections instead. A request meets every fault that fits it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/core/clock.h"

namespace coroscope {

class HttpFault {
public:
    enum class What : std::uint8_t { Refuse, Reset, Stall, Slow, Status, Cut };

    /// New connections are refused.
    [[nodiscard]] static HttpFault refuse() { return HttpFault(What::Refuse); }
    /// The connection is closed as soon as the request is there.
    [[nodiscard]] static HttpFault reset() { return HttpFault(What::Reset); }
    /// It takes this much longer.
    [[nodiscard]] static HttpFault stall(Duration longer) {
        HttpFault fault(What::Stall);
        fault.longer_ = longer;
        return fault;
    }
    /// It takes `times` as long.
    [[nodiscard]] static HttpFault slow(int times) {
        HttpFault fault(What::Slow);
        fault.number_ = times;
        return fault;
    }
    /// It answers with this status, and without a body.
    [[nodiscard]] static HttpFault status(int code) {
        HttpFault fault(What::Status);
        fault.number_ = code;
        return fault;
    }
    /// The connection is closed after the head of the answer; its body never comes.
    [[nodiscard]] static HttpFault cut() { return HttpFault(What::Cut); }

    /// From the first-th request to the last-th.
    HttpFault& requests(std::int64_t first, std::int64_t last) {
        first_ = first;
        last_ = last;
        return *this;
    }
    HttpFault& request(std::int64_t nth) { return requests(nth, nth); }
    /// From `from` on, and before `until`; loop time.
    HttpFault& during(Duration from, Duration until) {
        from_ = from;
        until_ = until;
        return *this;
    }
    HttpFault& path(std::string_view only) {
        path_ = only;
        return *this;
    }
    /// With a status: the client may come back after so long (the Retry-After header).
    HttpFault& retry_after(Duration wait) {
        longer_ = wait;
        return *this;
    }

    [[nodiscard]] What what() const { return what_; }
    [[nodiscard]] Duration longer() const { return longer_; }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool fits(std::int64_t nth, Duration time, std::string_view asked_path) const {
        return nth >= first_ && nth <= last_ && time >= from_ && time < until_ &&
               (path_.empty() || path_ == asked_path);
    }

private:
    explicit HttpFault(What what) : what_(what) {}
    What what_;
    int number_ = 0;
    Duration longer_{0};
    std::int64_t first_ = 1;
    std::int64_t last_ = INT64_MAX;
    Duration from_{0};
    Duration until_ = Duration::max();
    std::string path_;
};

}  // namespace coroscope
