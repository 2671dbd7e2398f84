#include <zstd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "runtime/trace/byte_io.h"
#include "runtime/trace/ctrace.h"
#include "runtime/trace/ctrace_format.h"

namespace coroscope {

namespace {

using namespace detail;

constexpr EventIndex kEventsPerSection = 16'384;
constexpr std::size_t kTextBytesPerSection = 1U << 20U;

class CtraceWriter {
public:
    explicit CtraceWriter(const Trace& trace)
        : trace_(trace), context_(ZSTD_createCCtx(), ZSTD_freeCCtx) {
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, 3);
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
        ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_contentSizeFlag, 1);
    }

    std::string write(Work* work) {
        expect(work, trace_.size());
        out_ = kCtraceMagic;
        little_endian(kCtraceMajor, 2);
        little_endian(kCtraceMinor, 2);
        write_info();
        for (EventIndex first = 0; first < trace_.size(); first += kEventsPerSection) {
            const EventIndex last = std::min(trace_.size(), first + kEventsPerSection);
            write_names_of(first, last);
            write_events(first, last);
            advance(work, last - first);
        }
        write_texts(trace_.text_count());
        write_sites(trace_.site_count());
        ByteWriter end = section(Section::End);
        end.varint(trace_.size());
        end.varint(trace_.text_count());
        end.varint(trace_.site_count());
        add_section(end, 0);
        return std::move(out_);
    }

private:
    void little_endian(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) {
            out_.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
        }
    }

    static ByteWriter section(Section kind) {
        ByteWriter writer;
        writer.byte(static_cast<std::uint8_t>(kind));
        return writer;
    }

    /// `extra`: what the reader will need in memory beside the content's bytes.
    void add_section(const ByteWriter& content, std::size_t extra) {
        const std::string& raw = content.bytes();
        std::string frame(ZSTD_compressBound(raw.size()), '\0');
        const std::size_t size =
            ZSTD_compress2(context_.get(), frame.data(), frame.size(), raw.data(), raw.size());
        if (ZSTD_isError(size) != 0) {
            throw std::runtime_error("zstd cannot compress a section of a trace");
        }
        frame.resize(size);
        const std::size_t least = (raw.size() + extra) / kMostExpansion + 1;
        frame.resize(std::max(size, least), '\0');
        little_endian(frame.size(), 8);
        out_ += frame;
    }

    void write_info() {
        ByteWriter info = section(Section::Info);
        info.text(trace_.info().runspec);
        info.text(trace_.info().title);
        info.text(trace_.info().producer);
        add_section(info, 0);
    }

    /// The texts and lines that these events name and that are not written yet.
    void write_names_of(EventIndex first, EventIndex last) {
        TextId texts = 0;
        SiteId sites = 0;
        const auto name_text = [&](TextId id) {
            texts = is_short_text(id) ? texts : std::max(texts, id);
        };
        for (EventIndex i = first; i < last; ++i) {
            const TraceEvent& event = trace_[i];
            sites = std::max(sites, event.site);
            if (a_is_text(event.kind)) {
                name_text(static_cast<TextId>(event.a));
            }
            if (b_is_text(event.kind)) {
                name_text(event.b);
            }
            if (subject_is_text(event.kind)) {
                name_text(event.subject);
            }
        }
        write_texts(std::min<std::size_t>(texts, trace_.text_count()));
        write_sites(std::min<std::size_t>(sites, trace_.site_count()));
    }

    void write_texts(std::size_t until) {
        while (texts_ < until) {
            std::size_t end = texts_;
            for (std::size_t bytes = 0; end < until && bytes < kTextBytesPerSection; ++end) {
                bytes += trace_.text(static_cast<TextId>(end + 1)).size() + kTextCost;
            }
            const std::size_t extra = (end - texts_) * kTextCost;
            ByteWriter texts = section(Section::Texts);
            texts.varint(texts_ + 1);
            texts.varint(end - texts_);
            for (; texts_ < end; ++texts_) {
                texts.text(trace_.text(static_cast<TextId>(texts_ + 1)));
            }
            add_section(texts, extra);
        }
    }

    void write_sites(std::size_t until) {
        if (until <= sites_) {
            return;
        }
        const std::size_t extra = (until - sites_) * kTextCost;
        ByteWriter sites = section(Section::Sites);
        sites.varint(sites_ + 1);
        sites.varint(until - sites_);
        for (; sites_ < until; ++sites_) {
            const Site& site = trace_.site(static_cast<SiteId>(sites_ + 1));
            sites.text(site.file);
            sites.varint(site.line);
        }
        add_section(sites, extra);
    }

    /// Column by column: equal things side by side compress best.
    void write_events(EventIndex first, EventIndex last) {
        ByteWriter events = section(Section::Events);
        events.varint(first);
        events.varint(last - first);
        const auto column = [&](auto&& write) {
            for (EventIndex i = first; i < last; ++i) {
                write(trace_[i]);
            }
        };
        column(
            [&](const TraceEvent& event) { events.byte(static_cast<std::uint8_t>(event.kind)); });
        column([&](const TraceEvent& event) { events.byte(event.detail); });
        column([&](const TraceEvent& event) { events.varint(event.site); });
        column([&](const TraceEvent& event) { events.varint(event.task); });
        column([&](const TraceEvent& event) { events.varint(event.subject); });
        column([&](const TraceEvent& event) { events.varint(event.b); });
        column([&](const TraceEvent& event) { events.folded(event.a); });
        std::uint64_t before = first == 0 ? 0 : static_cast<std::uint64_t>(trace_[first - 1].time);
        column([&](const TraceEvent& event) {
            const auto now = static_cast<std::uint64_t>(event.time);
            events.varint(now - before);
            before = now;
        });
        add_section(events, (last - first) * sizeof(TraceEvent));
    }

    const Trace& trace_;
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context_;
    std::string out_;
    std::size_t texts_ = 0;  ///< written so far
    std::size_t sites_ = 0;
};

}  // namespace

std::string encode_ctrace(const Trace& trace, Work* work) {
    return CtraceWriter(trace).write(work);
}

std::string write_ctrace(const std::filesystem::path& path, const Trace& trace, Work* work) {
    return write_file(path, encode_ctrace(trace, work), work);
}

}  // namespace coroscope
