#include "runtime/formats/html.h"

#include <doctest/doctest.h>

#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"
#include "tests/support/xml_reader.h"

namespace coroscope {

TEST_CASE("a page is one file that refers to nothing outside") {
    const std::string page = encode_html(test::deadlock_run(), {});
    CHECK(page.find("default-src 'none'") != std::string::npos);
    for (const std::string_view outside : {"src=\"", "href=\"http", "url(", "@import", "fetch("}) {
        CAPTURE(outside);
        CHECK(page.find(outside) == std::string::npos);
    }
    CHECK(page.find("{{") == std::string::npos);
    CHECK(page == encode_html(test::deadlock_run(), {}));
}

TEST_CASE("no text of a run can end the page's data or become markup") {
    TraceBuilder t(
        {.runspec = "x/y", .title = "{{data}} </title><script>alert(1)</script>", .producer = ""});
    const TaskId task = t.create("</script><img src=x> {{style}}");
    t.resume(task);
    t.log(task, "\xE2\x80\xA8 <!-- <script> \xFF\x01");
    t.finish(task);
    const std::string page = encode_html(Timeline(t.trace()), {});
    CHECK(count_of(page, "</script>") == 3);
    CHECK(count_of(page, "<script") == 3);
    CHECK(count_of(page, "<img") == 0);
    CHECK(count_of(page, "<!--") == 0);
    CHECK(count_of(page, "\xE2\x80\xA8") == 0);
    CHECK(page.find("<title>{{data}} &lt;/title&gt;") != std::string::npos);
}

TEST_CASE("language and theme of a page are those that were asked for") {
    const std::string page = encode_html(
        test::deadlock_run(), {.language = Language::Chinese, .theme = ExportTheme::Dark});
    CHECK(page.find("<html lang=\"zh-CN\" data-theme=\"dark\">") != std::string::npos);
    CHECK(page.find("永远等待") != std::string::npos);
}

TEST_CASE("nonsense, an empty run and very many tasks make a page too") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const Timeline timeline(random_trace({.seed = seed, .events = 400, .nonsense = seed > 3}));
        for (const AxisKind axis : {AxisKind::Elastic, AxisKind::Time, AxisKind::Steps}) {
            CHECK(encode_html(timeline, {.axis = axis}).ends_with("</html>\n"));
        }
    }
    CHECK(encode_html(Timeline(), {}).ends_with("</html>\n"));
    CHECK(encode_html(test::crowd_run(1000), {}).ends_with("</html>\n"));
}

}  // namespace coroscope
