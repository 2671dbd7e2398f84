// What the lessons on HTTP clients say: other parameters, and what the presses show.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

Expected unanswered(std::string_view result) {
    return Expected().check_fails("every request is answered").result(result);
}
Expected no_post(std::string_view result) {
    return Expected().check_fails("the post is there in the end").result(result);
}
Expected twice(std::string_view result) {
    return Expected()
        .finding("check-then-act")
        .check_fails("every page is fetched once")
        .result(result);
}

const std::array kClaims = {
    Claim("patterns/http-client?look_up=0ms&connecting=0ms",
          Expected().ends_at(2s).result("120 answers, 100 connections, 20 reused, 4 look-ups")),
    Claim("patterns/http-client?limit=0",
          Expected().ends_at(1300ms).result("120 answers, 120 connections, 0 reused, 4 look-ups")),
    Claim("patterns/http-client?hosts=1",
          Expected().ends_at(4300ms).result("120 answers, 30 connections, 90 reused, 1 look-ups")),
    Claim("patterns/http-client?requests=90&hosts=1&look_up=0ms&connecting=0ms",
          Expected().ends_at(3s)),
    Claim("patterns/http-client?requests=90&hosts=3&look_up=0ms&connecting=0ms",
          Expected().ends_at(1s)),
    Claim("patterns/http-client?requests=60&hosts=1&look_up=0ms&connecting=0ms",
          Expected().ends_at(2s).result("60 answers, 30 connections, 30 reused, 1 look-ups")),
    Claim("patterns/http-client?connect=500ms",
          unanswered("100 answers, 100 connections, 0 reused, 4 look-ups").ends_at(1300ms)),
    Claim("patterns/http-client?limit=20",
          unanswered("100 answers, 20 connections, 80 reused, 4 look-ups").ends_at(5300ms)),
    Claim("patterns/http-client?sock_read=500ms",
          unanswered("0 answers, 120 connections, 0 reused, 4 look-ups").ends_at(1400ms)),
    Claim(
        "patterns/http-client?rounds=2",
        Expected().ends_at(14300ms).result("240 answers, 100 connections, 140 reused, 4 look-ups")),
    Claim("patterns/http-client?rounds=2&pause=20s",
          Expected().result("240 answers, 200 connections, 40 reused, 4 look-ups")),
    Claim("patterns/http-retry?overloaded=0",
          Expected().ends_at(400ms).result("2 requests, 0 failed, mean 200 ms")),
    Claim("patterns/http-retry?variant=fixed&overloaded=3",
          no_post("4 requests, 4 failed, mean 200 ms").ends_at(3800ms)),
    Claim("patterns/http-retry?variant=fixed&overloaded=3&attempts=4",
          Expected().ends_at(8s).result("5 requests, 4 failed, mean 200 ms")),
    Claim("patterns/http-retry?variant=fixed&delay=0ms",
          Expected().ends_at(800ms).result("4 requests, 3 failed, mean 200 ms")),
    Claim("patterns/http-retry?variant=fixed&attempts=1",
          no_post("2 requests, 2 failed, mean 200 ms").ends_at(400ms)),
    Claim("patterns/crawler?levels=3", twice("6 pages, 7 requests")),
    Claim("patterns/crawler?levels=5", twice("15 pages, 31 requests")),
    Claim("patterns/crawler?levels=6", twice("21 pages, 63 requests")),
    Claim("patterns/crawler?levels=9", twice("45 pages, 511 requests")),
    Claim("patterns/crawler?limit=1", twice("10 pages, 15 requests").ends_at(1500ms)),
    Claim("patterns/crawler?variant=fixed&levels=9",
          Expected().ends_at(1100ms).result("45 pages, 45 requests")),
    Claim("patterns/crawler?variant=fixed&limit=1",
          Expected().ends_at(1s).result("10 pages, 10 requests")),
};

bool has_line(const std::vector<std::string>& log, std::string_view line) {
    return std::ranges::find(log, line) != log.end();
}

}  // namespace

TEST_CASE("what the lessons on HTTP clients say about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("twenty requests of http-client wait for a connection and not for a host") {
    const Presses presses("patterns/http-client");
    CHECK(presses.after(101) == "0 ms request-100");
    CHECK(presses.after(102) == "0 ms request-101");
    CHECK(presses.state(102, "request-101") == TaskState::Waiting);
    CHECK(presses.after(121) == "0 ms request-120");
    CHECK(presses.state(121, "request-120") == TaskState::Waiting);
    CHECK(presses.after(122) == "200 ms request-1");
    CHECK(presses.after(222) == "300 ms request-1");
    const Timeline timeline(run_of("patterns/http-client"));
    std::size_t look_ups = 0;
    for (const JobInfo& job : timeline.jobs()) {
        look_ups += timeline.trace().text(job.name).starts_with("GET") ? 0U : 1U;
    }
    CHECK(look_ups == 4);
}

TEST_CASE("who waits for a connection longer than `connect` fails though every host is healthy") {
    const auto log = log_of(run_of("patterns/http-client?connect=500ms"));
    CHECK(std::ranges::count_if(log, [](const std::string& line) {
              return line.starts_with("500 ms") &&
                     line.find("ConnectionTimeoutError") != std::string::npos;
          }) == 20);
}

TEST_CASE("the broken client of http-retry takes a 503 for the post, the fixed one asks again") {
    const Presses broken("patterns/http-retry");
    CHECK(broken.logs(2, "/posts/1 is fetched, status 503"));
    CHECK(broken.logs(3, "/nowhere is fetched, status 404"));
    const Presses fixed("patterns/http-retry?variant=fixed");
    CHECK(fixed.logs(2, "/posts/1: attempt 1, status 503"));
    CHECK(fixed.after(3) == "1.2 s main");
    CHECK(fixed.after(4) == "1.4 s main");
    CHECK(fixed.after(5) == "3.4 s main");
    CHECK(fixed.logs(6, "/posts/1 is fetched, status 200"));
    CHECK(fixed.after(7) == "3.8 s main");
    CHECK(has_line(log_of(run_of("patterns/http-retry?variant=fixed&overloaded=3")),
                   "3.6 s main: /posts/1 is given up, status 503"));
    CHECK(has_line(log_of(run_of("patterns/http-retry?variant=fixed&overloaded=3&attempts=4")),
                   "7.8 s main: /posts/1 is fetched, status 200"));
}

TEST_CASE("both tasks for /3/2 look before either has added it") {
    const Presses broken("patterns/crawler");
    CHECK(broken.after(5) == "200 ms /2/1");
    CHECK(broken.after(6) == "200 ms /2/2");
    CHECK(broken.value(6, "visited") == R"(["/1/1", "/2/1", "/2/2"])");
    CHECK(broken.after(8) == "200 ms /3/2");
    CHECK(broken.after(9) == "200 ms /3/2");
    CHECK(broken.value(9, "visited") == R"(["/1/1", "/2/1", "/2/2"])");
    CHECK(broken.after(20) == "300 ms /4/3");
    const Presses fixed("patterns/crawler?variant=fixed");
    CHECK(fixed.after(9) == "200 ms /3/2");
    const Timeline timeline(run_of("patterns/crawler"));
    const auto count = [&](std::string_view request) {
        return std::ranges::count_if(timeline.jobs(), [&](const JobInfo& job) {
            return timeline.trace().text(job.name) == request;
        });
    };
    CHECK(count("GET /3/2") == 2);
    CHECK(count("GET /4/2") == 3);
    CHECK(count("GET /4/3") == 3);
}
