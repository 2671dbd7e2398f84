// What the lesson on the web server says: other parameters, and what the presses show.
#include <doctest/doctest.h>

#include <array>

#include "tests/support/claims.h"
#include "tests/support/presses.h"

using namespace coroscope;
using namespace coroscope::test;

namespace {

const std::array kClaims = {
    Claim("patterns/web-server?requests=1",
          Expected()
              .finding("blocking-call")
              .check_fails("who says hello is answered within 100 ms")
              .result("hello after 400 ms, stopped at 800 ms")),
    Claim("patterns/web-server?work=5ms", Expected().result("hello after 0 ms, stopped at 350 ms")),
    Claim("patterns/web-server?variant=fixed&threads=2",
          Expected().result("hello after 0 ms, stopped at 2.8 s")),
    Claim("patterns/web-server?variant=fixed&requests=100",
          Expected().result("hello after 0 ms, stopped at 1.8 s")),
};

}  // namespace

TEST_CASE("what the lesson on the web server says about other parameters is true") {
    check_claims(kClaims);
}

TEST_CASE("web-server: the hello is looked at when ten old requests are done, or at once") {
    const Presses broken("patterns/web-server");
    CHECK(broken.after(9) == "10 ms request-4");
    CHECK(broken.after(12) == "100 ms request-5");
    CHECK(broken.after(23) == "5.1 s request-15");
    const Presses fixed("patterns/web-server?variant=fixed");
    CHECK(fixed.after(23) == "200 ms request-15");
    const auto log = log_of(run_of("patterns/web-server?variant=fixed"));
    REQUIRE(log.size() == 5);
    CHECK(log[0] == "600 ms main: GET /users/1: 200 Alice");
    CHECK(log[1] == "600 ms main: GET /users/9: 404 User not found");
    CHECK(log[2] == "600 ms main: GET /no/such/page: 404 Not Found");
    CHECK(log[3] == "600 ms main: POST /users: 422 age: missing");
}
