#include "runtime/formats/export.h"

#include <doctest/doctest.h>

#include <set>

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
    for (const char* const name : {"chrome", "perfetto", "csv", "sqlite", "dot", "mermaid"}) {
        CHECK(names.contains(name));
    }
}

TEST_CASE("what is exported twice has the same bytes, in the formats that are no pictures") {
    const Timeline timeline(test::story());
    for (const char* const name : {"chrome", "perfetto", "csv", "sqlite", "dot", "mermaid"}) {
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
        CHECK(format.encode(Timeline(), {}).problem.empty());
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            CAPTURE(seed);
            const Timeline timeline(random_trace({.seed = seed, .events = 600, .nonsense = true}));
            for (const EventIndex cursor : {EventIndex{0}, EventIndex{300}, kNoEvent}) {
                ExportSettings settings;
                settings.cursor = cursor;
                settings.language = seed % 2 == 0 ? Language::English : Language::Chinese;
                settings.table = seed % 2 == 0 ? ExportTable::Intervals : ExportTable::Events;
                CHECK(!format.encode(timeline, settings).bytes.empty());
            }
        }
    }
}
