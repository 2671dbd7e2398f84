#include <zstd.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "runtime/trace/byte_io.h"
#include "runtime/trace/ctrace.h"
#include "runtime/trace/ctrace_format.h"

namespace coroscope {

namespace {

using namespace detail;

std::uint64_t little_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        value = value << 8U | static_cast<std::uint8_t>(bytes[i]);
    }
    return value;
}

class CtraceReader {
public:
    explicit CtraceReader(std::string_view bytes)
        : bytes_(bytes), context_(ZSTD_createDCtx(), ZSTD_freeDCtx) {}

    CtraceResult read(Work* work) {
        expect(work, bytes_.size());
        CtraceResult result;
        result.problem = check_header();
        if (!result.problem.empty()) {
            return result;
        }
        at_ = kCtraceHeaderSize;
        while (result.problem.empty() && !ended_) {
            const std::size_t before = at_;
            result.problem = read_section();
            advance(work, at_ - before);
        }
        if (result.problem.empty() && at_ < bytes_.size()) {
            result.problem = "something follows the trace's end at byte " + std::to_string(at_) +
                             "; the whole trace was kept";
        }
        if (info_) {
            result.trace = Trace(std::move(*info_), events_.list(), texts_.list(), sites_.list());
        }
        return result;
    }

private:
    [[nodiscard]] std::string check_header() const {
        if (bytes_.empty()) {
            return "the file is empty";
        }
        const std::string_view magic = kCtraceMagic.substr(0, bytes_.size());
        if (bytes_.substr(0, magic.size()) != magic) {
            return "this is not a .ctrace file: it does not begin with \"COROSCOPE-TRACE\"";
        }
        if (bytes_.size() < kCtraceHeaderSize) {
            return "the file ends at byte " + std::to_string(bytes_.size()) +
                   ", within its header; nothing could be kept";
        }
        const std::uint64_t major = little_endian(bytes_.substr(16, 2));
        if (major != kCtraceMajor) {
            return "the file has format version " + std::to_string(major) +
                   ", but this program reads version " + std::to_string(kCtraceMajor) +
                   (major > kCtraceMajor ? "; a newer Coroscope is needed" : "");
        }
        return "";
    }

    std::string read_section() {
        const std::string_view rest = bytes_.substr(at_);
        if (rest.size() < kSectionHeaderSize) {
            return broken("ends");
        }
        const std::uint64_t size = little_endian(rest.substr(0, kSectionHeaderSize));
        if (size > rest.size() - kSectionHeaderSize) {
            return broken("is cut or damaged");
        }
        const std::string_view stored = rest.substr(kSectionHeaderSize, size);
        if (!unpack(stored) || !read_content(stored.size())) {
            return broken("is damaged");
        }
        at_ += kSectionHeaderSize + stored.size();
        return "";
    }

    [[nodiscard]] std::string broken(std::string_view how) const {
        std::string kept = "nothing could be kept";
        if (kept_events_ == 1) {
            kept = "the event before that was kept";
        } else if (kept_events_ > 1) {
            kept = "the " + std::to_string(kept_events_) + " events before that were kept";
        } else if (info_) {
            kept = "no event could be kept, only the run's description";
        }
        return "the file " + std::string(how) + " at byte " + std::to_string(at_) + "; " + kept;
    }

    /// Decompresses into content_. Only a whole frame with checksum and size is accepted, followed
    /// by nothing but zeros, and not one that would become absurdly large.
    bool unpack(std::string_view stored) {
        constexpr std::string_view kZstdMagic = "\x28\xB5\x2F\xFD";
        constexpr unsigned kChecksumFlag = 4;
        if (stored.size() < 6 || stored.substr(0, 4) != kZstdMagic ||
            (static_cast<unsigned char>(stored[4]) & kChecksumFlag) == 0) {
            return false;
        }
        const std::size_t frame = ZSTD_findFrameCompressedSize(stored.data(), stored.size());
        const unsigned long long raw = ZSTD_getFrameContentSize(stored.data(), stored.size());
        if (ZSTD_isError(frame) != 0 || raw == ZSTD_CONTENTSIZE_UNKNOWN ||
            raw == ZSTD_CONTENTSIZE_ERROR || raw > stored.size() * kMostExpansion ||
            stored.find_first_not_of('\0', frame) != std::string_view::npos) {
            return false;
        }
        content_.resize(raw);
        return ZSTD_decompressDCtx(context_.get(), content_.data(), content_.size(), stored.data(),
                                   frame) == raw;
    }

    bool read_content(std::size_t stored) {
        ByteReader reader(std::string_view(content_.data(), content_.size()));
        const auto kind = static_cast<Section>(reader.byte());
        const std::size_t room = stored * kMostExpansion;
        if (!reader.ok() || (kind != Section::Info && !info_)) {
            return false;
        }
        switch (kind) {
        case Section::Info: return read_info(reader);
        case Section::Texts: return read_texts(reader, room);
        case Section::Sites: return read_sites(reader, room);
        case Section::Events: return read_events(reader, room);
        case Section::End: return read_end(reader);
        }
        return true;  // of a newer minor version
    }

    bool read_info(ByteReader& reader) {
        TraceInfo info;
        info.runspec = reader.text();
        info.title = reader.text();
        info.producer = reader.text();
        if (!reader.ok() || info_) {
            return false;
        }
        info_ = std::move(info);
        return true;
    }

    bool read_texts(ByteReader& reader, std::size_t room) {
        const std::uint64_t first = reader.varint();
        const std::uint64_t count = reader.varint(room / kTextCost);
        if (!reader.ok() || first != texts_.size() + 1 ||
            reader.left() > room - count * kTextCost) {
            return false;
        }
        for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
            texts_.push_back(std::string(reader.text()));
        }
        if (reader.ok()) {
            texts_.publish();
        }
        return reader.ok();
    }

    bool read_sites(ByteReader& reader, std::size_t room) {
        const std::uint64_t first = reader.varint();
        const std::uint64_t count =
            reader.varint(std::min<std::size_t>(room / kTextCost, kMostSites));
        if (!reader.ok() || first != sites_.size() + 1 || sites_.size() + count > kMostSites ||
            reader.left() > room - count * kTextCost) {
            return false;
        }
        for (std::uint64_t i = 0; i < count && reader.ok(); ++i) {
            const std::string_view file = reader.text();
            sites_.push_back(
                {std::string(file), static_cast<std::uint32_t>(reader.varint(kMost32))});
        }
        if (reader.ok()) {
            sites_.publish();
        }
        return reader.ok();
    }

    bool read_events(ByteReader& reader, std::size_t room) {
        const std::uint64_t first = reader.varint();
        const std::uint64_t count =
            reader.varint(std::min(room / sizeof(TraceEvent), reader.left()));
        if (!reader.ok() || first != kept_events_) {
            return false;
        }
        std::vector<TraceEvent> events(count);
        const auto column = [&](auto&& read) {
            for (TraceEvent& event : events) {
                read(event);
            }
        };
        column([&](TraceEvent& event) { event.kind = static_cast<EventKind>(reader.byte()); });
        column([&](TraceEvent& event) { event.detail = reader.byte(); });
        column([&](TraceEvent& event) {
            event.site = static_cast<SiteId>(reader.varint(kMostSites));
        });
        column(
            [&](TraceEvent& event) { event.task = static_cast<TaskId>(reader.varint(kMost32)); });
        column([&](TraceEvent& event) {
            event.subject = static_cast<ObjectId>(reader.varint(kMost32));
        });
        column([&](TraceEvent& event) {
            event.b = static_cast<std::uint32_t>(reader.varint(kMost32));
        });
        column([&](TraceEvent& event) { event.a = reader.folded(); });
        bool forwards = true;
        std::uint64_t now = static_cast<std::uint64_t>(last_time_);
        column([&](TraceEvent& event) {
            const std::uint64_t passed = reader.varint();
            forwards = forwards && passed <= kLatest - now;
            now = forwards ? now + passed : now;
            event.time = static_cast<Nanoseconds>(now);
        });
        if (!reader.ok() || !forwards) {
            return false;
        }
        for (const TraceEvent& event : events) {
            events_.push_back(event);
        }
        events_.publish();
        kept_events_ += count;
        last_time_ = static_cast<Nanoseconds>(now);
        return true;
    }

    bool read_end(ByteReader& reader) {
        const bool right = reader.varint() == kept_events_ && reader.varint() == texts_.size() &&
                           reader.varint() == sites_.size() && reader.ok();
        ended_ = right;
        return right;
    }

    static constexpr std::uint64_t kMost32 = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t kMostSites = std::numeric_limits<SiteId>::max();
    static constexpr std::uint64_t kLatest = std::numeric_limits<Nanoseconds>::max();

    std::string_view bytes_;
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context_;
    std::size_t at_ = 0;  ///< where the section begins that is being read
    std::vector<char> content_;
    std::optional<TraceInfo> info_;
    ChunkWriter<TraceEvent> events_;
    ChunkWriter<std::string> texts_;
    ChunkWriter<Site> sites_;
    EventIndex kept_events_ = 0;
    Nanoseconds last_time_ = 0;
    bool ended_ = false;
};

}  // namespace

CtraceResult decode_ctrace(std::string_view bytes, Work* work) {
    return CtraceReader(bytes).read(work);
}

}  // namespace coroscope
