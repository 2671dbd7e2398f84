#include "runtime/formats/rows_to_write.h"

#include <doctest/doctest.h>

#include "runtime/formats/export.h"
#include "tests/support/sample_runs.h"

using namespace coroscope;

TEST_CASE("a format that writes every step and interval ends when all of them are counted") {
    const Timeline timeline = coroscope::test::queue_run(3);
    const std::uint64_t rows = rows_to_write(timeline);
    CHECK(rows > timeline.steps().size());
    CHECK(rows_to_write(Timeline()) == 0);
    for (const char* name : {"chrome", "perfetto", "sqlite"}) {
        CAPTURE(name);
        Work work;
        ExportSettings settings;
        settings.work = &work;
        CHECK(export_format(name)->encode(timeline, settings).problem.empty());
        CHECK(work.amount().total == rows);
        CHECK(work.amount().done == rows);
    }
}
