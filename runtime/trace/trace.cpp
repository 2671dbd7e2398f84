#include "runtime/trace/trace.h"

namespace coroscope {

bool detail::has_run_ended(const ChunkList<TraceEvent>& events) {
    for (std::size_t i = events.size(); i-- > 0;) {
        if (events[i].kind == EventKind::RunEnded) {
            return true;
        }
    }
    return false;
}

Trace::Trace(TraceInfo info, ChunkList<TraceEvent> events, ChunkList<std::string> texts,
             ChunkList<Site> sites) {
    auto data = std::make_shared<Data>();
    data->info = std::make_shared<const TraceInfo>(std::move(info));
    data->complete = detail::has_run_ended(events);
    data->events = std::move(events);
    data->texts = std::move(texts);
    data->sites = std::move(sites);
    data->short_texts = std::make_shared<ShortTexts>();
    data_ = std::move(data);
}

std::string_view Trace::text(TextId id) const {
    if (is_short_text(id)) {
        return data_ ? data_->short_texts->text(id) : std::string_view();
    }
    if (id == 0 || id > text_count()) {
        return {};
    }
    return data_->texts[id - 1];
}

const Site& Trace::site(SiteId id) const {
    static const Site none;
    if (id == 0 || id > site_count()) {
        return none;
    }
    return data_->sites[id - 1U];
}

std::size_t Trace::text_count() const { return data_ ? data_->texts.size() : 0; }

std::size_t Trace::site_count() const { return data_ ? data_->sites.size() : 0; }

const TraceInfo& Trace::info() const {
    static const TraceInfo none;
    return data_ ? *data_->info : none;
}

Nanoseconds Trace::end_time() const { return empty() ? 0 : (*this)[size() - 1].time; }

bool Trace::complete() const { return data_ && data_->complete; }

EventIndex Trace::dropped() const { return data_ ? data_->dropped : 0; }

bool operator==(const Trace& left, const Trace& right) {
    if (left.size() != right.size() || left.text_count() != right.text_count() ||
        left.site_count() != right.site_count() || left.info() != right.info() ||
        left.dropped() != right.dropped()) {
        return false;
    }
    for (EventIndex i = 0; i < left.size(); ++i) {
        if (left[i] != right[i]) {
            return false;
        }
    }
    for (TextId id = 1; id <= left.text_count(); ++id) {
        if (left.text(id) != right.text(id)) {
            return false;
        }
    }
    for (std::size_t id = 1; id <= left.site_count(); ++id) {
        if (left.site(static_cast<SiteId>(id)) != right.site(static_cast<SiteId>(id))) {
            return false;
        }
    }
    return true;
}

}  // namespace coroscope
