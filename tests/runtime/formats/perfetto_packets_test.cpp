#include "runtime/formats/perfetto_packets.h"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include "tests/support/perfetto_reader.h"

using namespace coroscope;

namespace {

std::string hex(const std::string& bytes) {
    std::string out;
    for (const char c : bytes) {
        out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace

TEST_CASE("a track with one slice has the bytes that Perfetto's own schema gives") {
    PerfettoPackets packets;
    packets.add({.uuid = 1, .name = "t"});
    (void)packets.slice(1000, 1, std::string_view("a"));
    packets.end_slice(2000, 1);
    CHECK(hex(std::move(packets).take()) ==
          "0a0ce203050801120174500168010a0f40e8075a0848015801ba0101615001"
          "0a0b40d00f5a04480258015001");
}

TEST_CASE("a name that is used often is written once, before its first use") {
    PerfettoPackets packets;
    packets.add({.uuid = 1, .name = "t"});
    for (std::uint64_t i = 0; i < 100; ++i) {
        auto slice = packets.slice(2 * i, 1, packets.name("a rather long name of a slice"));
        slice.category("a rather long category");
        slice.annotate("a rather long key", static_cast<std::int64_t>(i));
        slice.correlate(7);
        slice.flow(i + 1);
        if (i > 0) {
            slice.flow_ends(i);
        }
        const std::vector<PerfettoFrame> stack = {{"outer", "a.cpp", 1}, {"inner", "b.cpp", 22}};
        slice.stack(stack);
    }
    for (std::uint64_t i = 0; i < 100; ++i) {
        packets.end_slice(2 * i + 1, 1);
    }
    const std::string bytes = std::move(packets).take();
    CHECK(bytes.size() < 100 * 100);
    const PerfettoReader read(bytes);
    const auto& slices = read.track("t").slices;
    REQUIRE(slices.size() == 100);
    CHECK(slices[99].name == "a rather long name of a slice");
    CHECK(slices[99].category == "a rather long category");
    CHECK(slices[99].numbers.at("a rather long key") == 99);
    CHECK(slices[99].correlation == 7);
    CHECK(slices[99].flows == std::vector<std::uint64_t>{100});
    CHECK(slices[99].flow_ends == std::vector<std::uint64_t>{99});
    CHECK(slices[99].stack == std::vector<std::string>{"outer a.cpp:1", "inner b.cpp:22"});
    CHECK(read.fault() == "arrow 100");  // it leads nowhere: the reader sees it
}

TEST_CASE("counters and states are values on tracks of their own") {
    PerfettoPackets packets;
    packets.add({.uuid = 9, .name = "p", .kind = PerfettoTrack::Kind::Process});
    packets.add({.uuid = 1,
                 .name = "items",
                 .parent = 9,
                 .kind = PerfettoTrack::Kind::Counter,
                 .unit = "pieces"});
    packets.add({.uuid = 2, .name = "state", .parent = 9, .kind = PerfettoTrack::Kind::State});
    packets.count(5, 1, -3);
    packets.state(6, 2, packets.name("waiting"));
    packets.state(7, 2, 0);
    (void)packets.instant(8, 9, "hello \xFF");
    const PerfettoReader read(std::move(packets).take());
    CHECK(read.fault() == "");
    CHECK(read.track("items").unit == "pieces");
    CHECK(read.track("items").values.at(0).value == -3);
    CHECK(read.track("state").values.at(0).name == "waiting");
    CHECK(read.track("state").values.at(1).name.empty());
    CHECK(read.track("p").instants.at(0).name == "hello \xEF\xBF\xBD");
}
