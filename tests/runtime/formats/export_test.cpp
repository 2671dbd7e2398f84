#include "runtime/formats/export.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "runtime/trace/ctrace.h"
#include "tests/support/paths.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"
#include "tests/support/story.h"

using namespace coroscope;

TEST_CASE("each format has a name and an ending of its own, and says who reads it") {
    std::set<std::string_view> names;
    std::set<std::string_view> endings;
    for (const ExportFormat& format : export_formats()) {
        CHECK(names.insert(format.name).second);
        CHECK(endings.insert(format.ending).second);
        CHECK(format.ending.starts_with("."));
        CHECK(!format.about.empty());
        CHECK(export_format(format.name) == &format);
    }
    CHECK(export_format("word") == nullptr);
    for (const char* const name :
         {"chrome", "perfetto", "csv", "sqlite", "svg", "png", "pdf", "html", "dot", "mermaid"}) {
        CHECK(names.contains(name));
    }
}

TEST_CASE("what is exported twice has the same bytes, in the formats that no library draws") {
    const Timeline timeline(test::story());
    for (const char* const name :
         {"chrome", "perfetto", "csv", "sqlite", "svg", "html", "dot", "mermaid"}) {
        CAPTURE(name);
        const Exported once = export_format(name)->encode(timeline, {});
        const Exported twice = export_format(name)->encode(timeline, {});
        CHECK(once.bytes == twice.bytes);
        CHECK(once.problem.empty());
    }
}

TEST_CASE("no format crashes on nonsense, on an empty trace or at any cursor") {
    for (const ExportFormat& format : export_formats()) {
        CAPTURE(format.name);
        const Exported empty = format.encode(Timeline(), {});
        CHECK(empty.bytes.empty() != empty.problem.empty());  // no library to draw with
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            CAPTURE(seed);
            const Timeline timeline(random_trace({.seed = seed, .events = 600, .nonsense = true}));
            for (const EventIndex cursor : {EventIndex{0}, EventIndex{300}, kNoEvent}) {
                ExportSettings settings;
                settings.cursor = cursor;
                settings.language = seed % 2 == 0 ? Language::English : Language::Chinese;
                settings.table = seed % 2 == 0 ? ExportTable::Intervals : ExportTable::Events;
                const Exported exported = format.encode(timeline, settings);
                CHECK(exported.bytes.empty() != exported.problem.empty());
            }
        }
    }
}

TEST_CASE("the file of awkward texts that other readers are given is the one of these tests") {
    const auto path = test::source_dir() / "tests/formats/awkward.ctrace";
    const Trace ours = test::awkward_texts();
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        REQUIRE(write_ctrace(path, ours).empty());
    }
    const CtraceResult recorded = read_ctrace(path);
    REQUIRE(recorded.trace);
    CHECK(*recorded.trace == ours);  // after a change on purpose: UPDATE_GOLDEN=1
}

TEST_CASE("ten thousand tasks are exported in every format for programs, and cut for people") {
    const Timeline timeline = test::crowd_run(10'000);
    const ExportSettings halfway{.cursor = timeline.steps().back().first / 2};
    for (const char* const name : {"chrome", "perfetto", "csv", "sqlite", "dot", "mermaid"}) {
        CAPTURE(name);
        const Exported exported = export_format(name)->encode(timeline, halfway);
        CHECK(exported.problem.empty());
        const bool is_for_people =
            name == std::string_view("dot") || name == std::string_view("mermaid");
        CHECK(exported.remark.empty() != is_for_people);
        CHECK((exported.bytes.size() < 100'000) == is_for_people);
    }
}
