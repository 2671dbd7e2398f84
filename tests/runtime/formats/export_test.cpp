#include "runtime/formats/export.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"

namespace coroscope {

TEST_CASE("each format has a name and an ending of its own") {
    std::set<std::string_view> names;
    std::set<std::string_view> endings;
    for (const ExportFormat& format : export_formats()) {
        names.insert(format.name);
        endings.insert(format.ending);
        CHECK(format.ending.starts_with("."));
        CHECK(!format.about.empty());
        CHECK(export_format(format.name) == &format);
    }
    CHECK(names.size() == export_formats().size());
    CHECK(endings.size() == export_formats().size());
    CHECK(export_format("no-such-format") == nullptr);
}

TEST_CASE("each format writes any run, or says why not") {
    std::vector<Timeline> runs{Timeline(), test::deadlock_run(), test::blocking_run()};
    runs.emplace_back(random_trace({.seed = 9, .events = 300, .nonsense = true}));
    for (const ExportFormat& format : export_formats()) {
        CAPTURE(format.name);
        for (const Timeline& timeline : runs) {
            const Exported exported = format.encode(timeline, {});
            CHECK(exported.bytes.empty() != exported.problem.empty());
        }
    }
}

}  // namespace coroscope
