#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "runtime/formats/svg_writer.h"
#include "tests/support/sample_runs.h"

namespace coroscope {

TEST_CASE("every icon that a timeline can show has a drawing of its own") {
    std::set<std::string_view> names;
    for (const IconPath& icon : icon_paths()) {
        names.insert(icon.name);
        CHECK((!icon.filled.empty() || !icon.drawn.empty()));
        CHECK(icon.line > 0);
    }
    CHECK(names.size() == icon_paths().size());
    for (const Timeline& timeline :
         {test::deadlock_run(), test::blocking_run(), test::queue_run(9)}) {
        const Axis axis(timeline, AxisKind::Elastic);
        PictureOptions options;
        options.axis = &axis;
        options.width_px = 3000;
        options.height_px = 900;
        const Picture picture = make_picture(timeline, options);
        for (const Row& row : picture.rows) {
            CHECK((row.icon.empty() || names.contains(row.icon)));
        }
        for (const Span& span : picture.spans) {
            CHECK((span.icon.empty() || names.contains(span.icon)));
        }
    }
    for (const std::string_view name : {"lock", "queue", "event", "task", "semaphore", "condition",
                                        "barrier", "timer", "io", "network", "variable"}) {
        CHECK(names.contains(name));
    }
}

}  // namespace coroscope
