#include "runtime/trace/recorder.h"

#include <array>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/trace/chunk_ring.h"

namespace coroscope {

namespace {

/// Finds the id of a text: open addressing, at most half full. Ids are given in order of first use,
/// so the order of the hashes never shows.
class TextTable {
public:
    TextId find_or_add(std::string_view text, ChunkWriter<std::string>& texts) {
        const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
        std::size_t at = hash & mask();
        for (; slots_[at].id != 0; at = (at + 1) & mask()) {
            if (slots_[at].hash == hash && texts[slots_[at].id - 1] == text) {
                return slots_[at].id;
            }
        }
        if (texts.size() + 1 == kFirstShortText) {
            return 0;
        }
        texts.push_back(std::string(text));
        const auto id = static_cast<TextId>(texts.size());
        slots_[at] = {hash, id};
        if (2 * texts.size() > slots_.size()) {
            grow();
        }
        return id;
    }

private:
    struct Slot {
        std::uint32_t hash = 0;
        TextId id = 0;  ///< 0: free
    };
    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

    void grow() {
        std::vector<Slot> old(2 * slots_.size());
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.id == 0) {
                continue;
            }
            std::size_t at = slot.hash & mask();
            while (slots_[at].id != 0) {
                at = (at + 1) & mask();
            }
            slots_[at] = slot;
        }
    }

    std::vector<Slot> slots_ = std::vector<Slot>(64);
};

/// Finds the id of a source line. The same line comes again and again from one
/// std::source_location, so its address and line find it fast; comparing the text keeps that right
/// for a caller that reuses a buffer.
class SiteTable {
public:
    SiteId find_or_add(std::string_view file, std::uint32_t line, ChunkWriter<Site>& sites) {
        const auto address = reinterpret_cast<std::uintptr_t>(file.data());
        SiteId& recent = recent_[(address / 8 + line) % recent_.size()];
        if (recent != 0 && sites[recent - 1U].line == line && sites[recent - 1U].file == file) {
            return recent;
        }
        const auto known = ids_.find({file, line});
        if (known != ids_.end()) {
            return recent = known->second;
        }
        if (sites.size() == std::numeric_limits<SiteId>::max()) {
            return 0;
        }
        sites.push_back({std::string(file), line});
        recent = static_cast<SiteId>(sites.size());
        ids_.emplace(Key{sites[recent - 1U].file, line}, recent);
        return recent;
    }

private:
    using Key = std::pair<std::string_view, std::uint32_t>;
    std::array<SiteId, 256> recent_ = {};
    std::map<Key, SiteId> ids_;  ///< its texts are those of the list: they never move
};

}  // namespace

struct Recorder::Data {
    std::shared_ptr<const TraceInfo> info;
    ChunkWriter<TraceEvent> events;
    std::optional<ChunkRing<TraceEvent>> last_events;  ///< of a flight recorder; `events` is empty
    ChunkWriter<std::string> texts;
    ChunkWriter<Site> sites;
    std::shared_ptr<ShortTexts> short_texts = std::make_shared<ShortTexts>();
    TextTable text_table;
    SiteTable site_table;

    // How far snapshots have looked for the RunEnded event, so that the next one looks at new
    // events only.
    mutable std::mutex mutex;
    mutable EventIndex looked_at = 0;
    mutable EventIndex run_ended = kNoEvent;

    bool is_complete(const ChunkList<TraceEvent>& list) const {
        const std::lock_guard lock(mutex);
        for (; run_ended == kNoEvent && looked_at < list.size(); ++looked_at) {
            if (list[looked_at].kind == EventKind::RunEnded) {
                run_ended = looked_at;
            }
        }
        return run_ended < list.size();
    }
};

Recorder::Recorder(TraceInfo info) : data_(std::make_unique<Data>()) {
    data_->info = std::make_shared<const TraceInfo>(std::move(info));
    published_ = &data_->events.published();
}

Recorder::Recorder(TraceInfo info, EventIndex keep_last) : Recorder(std::move(info)) {
    data_->last_events.emplace(keep_last);
    published_ = &data_->last_events->published();
}

Recorder::~Recorder() = default;

void Recorder::grow() {
    const auto chunk =
        data_->last_events ? data_->last_events->next_chunk() : data_->events.add_chunk();
    next_ = chunk.data();
    end_ = chunk.data() + chunk.size();
    room_ += chunk.size();
}

TextId Recorder::text(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const std::size_t before = data_->texts.size();
    const TextId id = data_->text_table.find_or_add(text, data_->texts);
    new_names_ = new_names_ || data_->texts.size() != before;
    return id;
}

SiteId Recorder::site(std::string_view file, std::uint32_t line) {
    if (file.empty()) {
        return 0;
    }
    const std::size_t before = data_->sites.size();
    const SiteId id = data_->site_table.find_or_add(file, line, data_->sites);
    new_names_ = new_names_ || data_->sites.size() != before;
    return id;
}

void Recorder::publish_names() {
    data_->texts.publish();
    data_->sites.publish();
    new_names_ = false;
}

Trace Recorder::snapshot() const {
    auto data = std::make_shared<Trace::Data>();
    data->info = data_->info;
    if (data_->last_events) {
        auto [events, dropped] = data_->last_events->list();
        data->complete = detail::has_run_ended(events);
        data->events = std::move(events);
        data->dropped = dropped;
    } else {
        data->events = data_->events.list();
        data->complete = data_->is_complete(data->events);
    }
    data->texts = data_->texts.list();
    data->sites = data_->sites.list();
    data->short_texts = data_->short_texts;
    return Trace(std::shared_ptr<const Trace::Data>(std::move(data)));
}

}  // namespace coroscope
