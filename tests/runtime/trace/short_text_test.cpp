#include "runtime/trace/short_text.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "runtime/trace/ctrace.h"
#include "runtime/trace/recorder.h"

using namespace coroscope;

TEST_CASE("a number is its own text as long as it fits into 30 bits") {
    Recorder recorder;
    recorder.append({.time = 0, .kind = EventKind::LogLine});
    recorder.publish();
    const Trace trace = recorder.snapshot();
    constexpr std::int64_t kLimit = std::int64_t{1} << 29;
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1},
                                      std::int64_t{42}, kLimit - 1, -kLimit}) {
        CAPTURE(number);
        CHECK(is_short_text(number_text(number)));
        CHECK(trace.text(number_text(number)) == std::to_string(number));
    }
    CHECK(number_text(kLimit) == 0);
    CHECK(number_text(-kLimit - 1) == 0);
    CHECK(number_text(std::numeric_limits<std::uint64_t>::max()) == 0);
    CHECK(trace.text_count() == 0);
}

TEST_CASE("the name of an unnamed task is a text, too, and no number") {
    const Trace trace(TraceInfo(), {}, {}, {});
    CHECK(trace.text(unnamed_task_text(2)) == "Task-2");
    CHECK(trace.text(unnamed_task_text((1U << 30) - 1)) == "Task-1073741823");
    CHECK(unnamed_task_text(1U << 30) == 0);
    CHECK(unnamed_task_text(2) != number_text(2));
    CHECK(Trace().text(unnamed_task_text(2)).empty());
}

TEST_CASE("a short text stays where it is as long as a trace of its recorder lives") {
    Recorder recorder;
    recorder.append({.time = 0, .b = number_text(7), .kind = EventKind::LogLine});
    recorder.publish();
    std::string_view words;
    const Trace later = [&] {
        const Trace first = recorder.snapshot();
        words = first.text(first[0].b);
        return recorder.snapshot();
    }();
    for (int i = 0; i < 10'000; ++i) {
        (void)later.text(number_text(i));
    }
    CHECK(words == "7");
    CHECK(words.data() == later.text(number_text(7)).data());
}

TEST_CASE("a short text is saved in its event, and in no section of texts") {
    Recorder recorder;
    recorder.append({.time = 0, .b = number_text(-7), .kind = EventKind::QueuePut});
    recorder.append({.time = 0, .b = recorder.text("seven"), .kind = EventKind::QueuePut});
    recorder.publish();
    const auto read = decode_ctrace(encode_ctrace(recorder.snapshot()));
    REQUIRE(read.trace);
    CHECK(read.trace->text((*read.trace)[0].b) == "-7");
    CHECK(read.trace->text((*read.trace)[1].b) == "seven");
    CHECK(read.trace->text_count() == 1);
}
