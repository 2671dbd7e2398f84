#include "runtime/trace/ctrace.h"

#include <doctest/doctest.h>
#include <zstd.h>

#include <string>

#include "runtime/trace/byte_io.h"
#include "runtime/trace/ctrace_format.h"
#include "tests/runtime/trace/trace_builder.h"
#include "tests/support/random_trace.h"

using namespace coroscope;

namespace {

Trace small_trace() {
    TraceBuilder t({.runspec = "basics/hello", .title = "Grüße", .producer = "coroscope test"});
    const ObjectId lock = t.lock("ink");
    const TaskId a = t.line(3).create("a");
    t.resume(a);
    t.line(4).acquire(a, lock);
    t.at(1'500'000).line(5).log(a, "hello\nworld");
    t.event({.a = INT64_MIN,
             .task = ~TaskId{0},
             .subject = ~ObjectId{0},
             .b = ~std::uint32_t{0},
             .kind = static_cast<EventKind>(250),
             .detail = 255,
             .site = 65'535});
    t.at(INT64_MAX).finish(a, "done");
    t.text("not used by any event");
    t.end(Outcome::Finished);
    return t.trace();
}

/// True if `part` is what a reader may keep of `whole`.
bool is_prefix(const Trace& part, const Trace& whole) {
    if (part.size() > whole.size() || part.text_count() > whole.text_count() ||
        part.site_count() > whole.site_count() || part.info() != whole.info()) {
        return false;
    }
    for (EventIndex i = 0; i < part.size(); ++i) {
        const TraceEvent& event = part[i];
        if (event != whole[i] ||
            (b_is_text(event.kind) && part.text(event.b) != whole.text(event.b)) ||
            (a_is_text(event.kind) &&
             part.text(static_cast<TextId>(event.a)) != whole.text(static_cast<TextId>(event.a))) ||
            part.site(event.site) != whole.site(event.site)) {
            return false;
        }
    }
    return true;
}

/// "" if reading gives the right trace, or a clear message and a prefix.
std::string judge(const CtraceResult& result, const Trace& whole) {
    if (result.problem.empty()) {
        return result.trace && *result.trace == whole ? "" : "a wrong trace without a message";
    }
    if (result.problem.find('\n') != std::string::npos || result.problem.size() > 200) {
        return "not one sentence: " + result.problem;
    }
    return !result.trace || is_prefix(*result.trace, whole)
               ? ""
               : "not a prefix, but: " + result.problem;
}

std::string section(const std::string& content, std::size_t padding = 0, int checksum = 1) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum);
    std::string frame(ZSTD_compressBound(content.size()), '\0');
    frame.resize(
        ZSTD_compress2(context, frame.data(), frame.size(), content.data(), content.size()));
    ZSTD_freeCCtx(context);
    frame.append(padding, '\0');
    std::string size;
    for (unsigned i = 0; i < 8; ++i) {
        size.push_back(static_cast<char>(frame.size() >> (8 * i) & 0xFFU));
    }
    return size + frame;
}

const std::string kHeader = std::string(detail::kCtraceMagic) + std::string("\1\0\0\0", 4);

std::string info_section() {
    detail::ByteWriter info;
    info.byte('I');
    info.text("runspec");
    info.text("title");
    info.text("producer");
    return section(info.bytes());
}

std::string end_section(std::uint64_t events, std::uint64_t texts, std::uint64_t sites) {
    detail::ByteWriter end;
    end.byte('E');
    end.varint(events);
    end.varint(texts);
    end.varint(sites);
    return section(end.bytes());
}

std::string problem_of(const std::string& bytes) { return decode_ctrace(bytes).problem; }

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("numbers of every size are read back as they were written") {
    detail::ByteWriter writer;
    std::vector<std::uint64_t> numbers;
    for (unsigned shift = 0; shift < 64; ++shift) {
        for (const std::uint64_t offset : {0U, 1U, 2U}) {
            numbers.push_back((std::uint64_t{1} << shift) - offset);
        }
    }
    for (const std::uint64_t number : numbers) {
        writer.varint(number);
        writer.folded(static_cast<std::int64_t>(number));
    }
    detail::ByteReader reader(writer.bytes());
    for (const std::uint64_t number : numbers) {
        CHECK(reader.varint() == number);
        CHECK(reader.folded() == static_cast<std::int64_t>(number));
    }
    CHECK(reader.ok());
    CHECK(reader.left() == 0);
    CHECK(reader.byte() == 0);
    CHECK_FALSE(reader.ok());
}

TEST_CASE("a number that is too long or too large is refused") {
    for (const std::string bytes : {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02",
                                    "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", "\x80", ""}) {
        detail::ByteReader reader(bytes);
        CHECK(reader.varint() == 0);
        CHECK_FALSE(reader.ok());
        CHECK(reader.text().empty());
    }
    detail::ByteReader reader("\x05");
    CHECK(reader.varint(4) == 0);
    CHECK_FALSE(reader.ok());
    detail::ByteReader text(
        "\x05"
        "abcd");
    CHECK(text.text().empty());
    CHECK_FALSE(text.ok());
}

TEST_CASE("a trace that was written is read back equal") {
    for (const Trace& trace :
         {Trace(), small_trace(), random_trace({.seed = 7, .events = 70'000, .tasks = 200})}) {
        const std::string bytes = encode_ctrace(trace);
        const CtraceResult result = decode_ctrace(bytes);
        CHECK(result.problem == "");
        REQUIRE(result.trace);
        CHECK(*result.trace == trace);
        CHECK(result.trace->complete() == trace.complete());
        CHECK(encode_ctrace(*result.trace) == bytes);
    }
}

TEST_CASE("texts of any size and content are read back equal, however well they compress") {
    Recorder recorder;
    recorder.append({.b = recorder.text(std::string(5'000'000, 'a')), .kind = EventKind::LogLine});
    recorder.append({.b = recorder.text(std::string("\0\xFF\n", 3)), .kind = EventKind::LogLine});
    for (int i = 0; i < 100'000; ++i) {
        (void)recorder.text("text number " + std::to_string(i));
    }
    for (int i = 0; i < 200'000; ++i) {
        recorder.append({});
    }
    for (std::uint32_t line = 1; line <= 65'535; ++line) {
        (void)recorder.site("a.cpp", line);
    }
    recorder.publish();
    const Trace trace = recorder.snapshot();
    const CtraceResult result = decode_ctrace(encode_ctrace(trace));
    CHECK(result.problem == "");
    REQUIRE(result.trace);
    CHECK(*result.trace == trace);
}

TEST_CASE("a file cut at any byte gives a message and its prefix") {
    const Trace trace = small_trace();
    const std::string bytes = encode_ctrace(trace);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CAPTURE(size);
        const CtraceResult result = decode_ctrace(std::string_view(bytes).substr(0, size));
        CHECK(result.problem != "");
        CHECK(judge(result, trace) == "");
    }
}

TEST_CASE(
    "a longer file cut anywhere keeps the whole sections before the cut, with the texts they "
    "name") {
    const Trace trace = random_trace({.seed = 3, .events = 50'000});
    const std::string bytes = encode_ctrace(trace);
    EventIndex kept = 0;
    for (std::size_t size = 0; size < bytes.size(); size += 997) {
        CAPTURE(size);
        const CtraceResult result = decode_ctrace(std::string_view(bytes).substr(0, size));
        REQUIRE(judge(result, trace) == "");
        REQUIRE(result.problem != "");
        if (result.trace) {
            REQUIRE(result.trace->size() >= kept);
            kept = result.trace->size();
        }
    }
    CHECK(kept >= 32'768);
    const CtraceResult almost = decode_ctrace(std::string_view(bytes).substr(0, bytes.size() - 1));
    CHECK(almost.trace->size() == trace.size());
    CHECK(contains(almost.problem, "the 50000 events before that were kept"));
}

TEST_CASE("a file with any one bit flipped gives a message and a prefix, or the right trace") {
    const Trace trace = small_trace();
    const std::string bytes = encode_ctrace(trace);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            CAPTURE(at);
            CAPTURE(bit);
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(static_cast<unsigned char>(damaged[at]) ^ (1U << bit));
            REQUIRE(judge(decode_ctrace(damaged), trace) == "");
        }
        for (const char value : {'\0', '\xFF', static_cast<char>(~bytes[at])}) {
            std::string damaged = bytes;
            damaged[at] = value;
            REQUIRE(judge(decode_ctrace(damaged), trace) == "");
        }
    }
}

TEST_CASE("what is no trace file gets a clear sentence") {
    CHECK(problem_of("") == "the file is empty");
    CHECK(problem_of("PK\3\4 some archive") ==
          "this is not a .ctrace file: it does not begin with \"COROSCOPE-TRACE\"");
    CHECK(problem_of("COROSCOPE") ==
          "the file ends at byte 9, within its header; nothing could be kept");
    CHECK(problem_of(kHeader) == "the file ends at byte 20; nothing could be kept");
    CHECK(problem_of(std::string(detail::kCtraceMagic) + std::string("\2\0\0\0", 4)) ==
          "the file has format version 2, but this program reads version 1; a newer Coroscope is "
          "needed");
    CHECK(problem_of(std::string(detail::kCtraceMagic) + std::string("\0\0\0\0", 4)) ==
          "the file has format version 0, but this program reads version 1");
    CHECK_FALSE(decode_ctrace("").trace);
}

TEST_CASE("of a file that is damaged after its description, the description is kept") {
    const CtraceResult result = decode_ctrace(kHeader + info_section() + "rubbish");
    CHECK(contains(result.problem, "no event could be kept, only the run's description"));
    REQUIRE(result.trace);
    CHECK(result.trace->info().runspec == "runspec");
    CHECK(result.trace->empty());
}

TEST_CASE("sections that a newer version of the same format adds are left out") {
    std::string bytes = kHeader;
    bytes[18] = 9;  // minor version
    bytes += info_section() + section("Xsomething new") + end_section(0, 0, 0);
    const CtraceResult result = decode_ctrace(bytes);
    CHECK(result.problem == "");
    CHECK(result.trace->info().title == "title");
}

TEST_CASE("bytes behind the end are told and change nothing") {
    const Trace trace = small_trace();
    const CtraceResult result = decode_ctrace(encode_ctrace(trace) + "x");
    CHECK(contains(result.problem, "something follows the trace's end"));
    CHECK(*result.trace == trace);
}

TEST_CASE("headers that lie are refused before anything is allocated for them") {
    const std::string start = kHeader + info_section();
    const auto events = [](std::uint64_t first, std::uint64_t count, std::size_t bytes) {
        detail::ByteWriter writer;
        writer.byte('V');
        writer.varint(first);
        writer.varint(count);
        return section(writer.bytes() + std::string(bytes, '\0'));
    };
    const auto texts = [](std::uint64_t first, std::uint64_t count, const std::string& rest) {
        detail::ByteWriter writer;
        writer.byte('T');
        writer.varint(first);
        writer.varint(count);
        return section(writer.bytes() + rest);
    };
    const std::string huge_section = std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 8);
    CHECK(problem_of(start + events(0, 2, 16) + end_section(2, 0, 0)) == "");
    for (const std::string& bad : {
             huge_section,
             events(1, 2, 16),                   // not the next event
             events(0, 2, 15),                   // a byte short
             events(0, ~std::uint64_t{0}, 16),   // more than there can be
             events(0, 1'000'000, 8'000'000),    // a bomb: compresses far too well
             texts(2, 1, std::string(1, '\0')),  // not the next text
             texts(1, ~std::uint64_t{0}, "abc"),
             texts(1, 1'000'000, std::string(1'000'000, '\0')),
             texts(1, 1, "\x7F"),
             section("S\1\xFF\xFF\xFF\xFF\x0F"),
             section("S\1\1\1a\xFF\xFF\xFF\xFF\xFF\x0F"),  // a line number of more than 32 bits
             section(std::string(1, 'V'), 0, 0),           // no checksum
             section(""),
             info_section(),  // twice
             end_section(1, 0, 0),
             std::string("\6\0\0\0\0\0\0\0\x28\xB5\x2F\xFD\xFF\xFF", 14),
         }) {
        const CtraceResult result = decode_ctrace(start + bad);
        CHECK(contains(result.problem, "byte"));
        CHECK(result.trace);
    }
    CHECK_FALSE(decode_ctrace(kHeader + end_section(0, 0, 0)).trace);
}

TEST_CASE("events whose times run backwards are refused") {
    detail::ByteWriter writer;
    writer.byte('V');
    writer.varint(0);
    writer.varint(2);
    for (int i = 0; i < 14; ++i) {
        writer.byte(0);
    }
    writer.varint(INT64_MAX);
    writer.varint(1);
    const CtraceResult result = decode_ctrace(kHeader + info_section() + section(writer.bytes()));
    CHECK(contains(result.problem, "is damaged"));
    CHECK(result.trace->empty());
}

TEST_CASE("names that the tables do not have are read as nothing") {
    Recorder recorder;
    recorder.append({.b = 5, .kind = EventKind::LogLine, .site = 7});
    recorder.publish();
    const CtraceResult result = decode_ctrace(encode_ctrace(recorder.snapshot()));
    CHECK(result.problem == "");
    CHECK(result.trace->text((*result.trace)[0].b).empty());
    CHECK(result.trace->site((*result.trace)[0].site) == Site{});
}
