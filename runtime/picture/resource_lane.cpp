// Lanes of locks, semaphores and events: who holds what, and from when on others want it.
#include <algorithm>
#include <cmath>

#include "look/tokens.h"
#include "runtime/picture/sketch.h"

namespace coroscope::detail {

namespace {

/// A stretch of a resource's lane between two changes.
struct Part {
    EventIndex first = 0;
    EventIndex last = 0;
    TaskId holder = 0;
    bool wanted = false;
    std::vector<TaskId> by;  ///< who wants it, first in line first
    std::string text;        ///< instead of the holder's name
};

class ResourceLane {
public:
    ResourceLane(Sketch& sketch, Row& row)
        : sketch_(sketch), row_(row), resource_(*sketch.timeline.resource(row.id)) {}

    void draw() {
        if (row_.kind == RowKind::Event) {
            draw_levels();
        } else if (row_.kind == RowKind::Lock || resource_.capacity <= 1) {
            draw_holds(0, 1);
        } else if (resource_.capacity <= kMostSlots) {
            draw_slots(static_cast<int>(resource_.capacity));
        } else {
            draw_taken();
        }
    }

private:
    static constexpr std::int64_t kMostSlots = 4;
    static constexpr std::size_t kMostBack = 256;

    [[nodiscard]] bool is_before(EventIndex last) const {
        return sketch_.axis.at(last) <= sketch_.picture.first;
    }
    [[nodiscard]] bool is_behind(EventIndex first) const {
        return sketch_.x(sketch_.axis.at(first)) >= sketch_.right();
    }
    /// The first hold that can be seen, or one before it, where at most one lasts at a time.
    [[nodiscard]] std::size_t first_visible() const {
        const std::size_t begun = resource_.holds.begun_until(sketch_.first_event);
        return begun == 0 ? 0 : begun - 1;
    }
    /// The last event that maps to the same 2 px as `event`: all that ends there is too narrow to
    /// be seen.
    [[nodiscard]] EventIndex reach(EventIndex event) const {
        return sketch_.event_at_x(sketch_.x_of(event) + sketch_.px(2));
    }

    void set_slot(int slot, int slots) {
        const float height = std::round(row_.height / 2);
        const float each = height / static_cast<float>(slots);
        const float y0 =
            std::floor(row_.y + (row_.height - height) / 2) + each * static_cast<float>(slot);
        y0_ = y0;
        y1_ = y0 + each - (slots > 1 ? sketch_.px(1) : 0);
        pen_ = sketch_.left();
        labelled_ = slots == 1;
    }

    void emit(const Part& part) {
        const float x0 = std::max(sketch_.x_of(part.first), pen_);
        const float least = sketch_.px(look::kSize.span_min_width);
        const float x1 = std::min(std::max(sketch_.x_of(part.last), x0 + least), sketch_.right());
        if (x1 - x0 < 1) {
            return;
        }
        Span span;
        span.look = part.wanted ? SpanLook::HeldWanted : SpanLook::Held;
        if (row_.kind == RowKind::Event) {
            span.look = SpanLook::EventSet;
        }
        span.box = {x0, y0_, x1, y1_};
        pen_ = x1;
        span.task = part.holder;
        span.subject = resource_.id;
        span.colour = sketch_.badge(part.holder).colour;
        span.first = part.first;
        span.last = part.last;
        span.cut_left = sketch_.axis.at(part.first) < sketch_.picture.first;
        span.cut_right = sketch_.axis.at(part.last) > sketch_.picture.last;
        if (labelled_) {
            add_words(span, part);
        }
        sketch_.picture.spans.push_back(std::move(span));
    }

    void add_words(Span& span, const Part& part) {
        if (!part.text.empty()) {
            span.labels = {part.text};
        } else if (part.wanted) {
            span.labels = {wanted_words(part.by)};
            span.labels.emplace_back(short_name(sketch_.timeline.task_name(part.by.front())));
        } else if (part.holder != 0) {
            const std::string_view name = sketch_.timeline.task_name(part.holder);
            for (const std::string_view form : {name, short_name(name)}) {
                span.labels.push_back(
                    sketch_.words(Message("span.held_by", {task_arg("task", part.holder, form)})));
            }
            span.labels.emplace_back(short_name(name));
            span.labels.push_back(sketch_.badge(part.holder).monogram);
        }
        place_label(sketch_, span);
    }

    [[nodiscard]] std::string wanted_words(const std::vector<TaskId>& by) const {
        std::string names;
        for (const TaskId task : by) {
            names += (names.empty() ? "" : ", ") +
                     std::string(short_name(sketch_.timeline.task_name(task)));
        }
        return sketch_.words(Message("span.wanted_by", {task_arg("task", by.front(), names)}));
    }

    /// One slot: holds one after the other, each cut where others begin or cease to want it.
    void draw_holds(int slot, int slots) {
        set_slot(slot, slots);
        const EventSpans<Hold>& holds = resource_.holds;
        for (std::size_t i = first_visible(); i < holds.size(); ++i) {
            if (is_behind(holds.first(i))) {
                break;
            }
            if (!is_before(holds.last(i))) {
                hold_parts(holds[i]);
            }
            // Holds that begin and end within the same pixels are not drawn one by one.
            const EventIndex same = reach(holds.last(i));
            std::size_t next = holds.begun_until(same);
            if (next > i + 8) {
                next -= holds.last(next - 1) > same ? 1U : 0U;
                i = std::max(i, next - 1);
            }
        }
    }

    void hold_parts(const Hold& hold) {
        struct Change {
            EventIndex at;
            TaskId task;
            bool begins;
        };
        std::vector<Change> changes;
        const EventSpans<Wait>& waits = resource_.waits;
        for (std::size_t i = first_wait(hold.first); i < waits.size() && waits.first(i) < hold.last;
             ++i) {
            if (waits.last(i) <= hold.first) {
                continue;
            }
            const Wait wait = waits[i];
            if (wait.task != hold.task) {
                changes.push_back({std::max(wait.first, hold.first), wait.task, true});
                if (wait.last < hold.last) {
                    changes.push_back({wait.last, wait.task, false});
                }
            }
            if (changes.size() > 64) {
                break;  // more than can be told apart
            }
        }
        std::ranges::stable_sort(changes, {}, &Change::at);
        Part part{hold.first, hold.first, hold.task, false, {}, {}};
        const auto flush = [&](EventIndex until) {
            if (until > part.first) {
                part.last = until;
                part.wanted = !part.by.empty();
                emit(part);
                part.first = until;
            }
        };
        for (const Change& change : changes) {
            // A longer queue of the same resource does not cut the span.
            const bool cuts = part.by.empty() || (!change.begins && part.by.size() == 1);
            if (cuts) {
                flush(change.at);
            }
            if (change.begins) {
                part.by.push_back(change.task);
            } else {
                if (part.by.size() > 1) {
                    std::erase(part.by, change.task);
                } else {
                    part.by.clear();
                }
            }
        }
        flush(hold.last);
    }

    /// Waits are ordered by their first event; those that began long before an event are looked for
    /// backwards.
    [[nodiscard]] std::size_t first_wait(EventIndex event) const {
        return kMostBack < resource_.waits.begun_until(event)
                   ? resource_.waits.begun_until(event) - kMostBack
                   : 0;
    }

    /// A semaphore with few permits: a thin bar per permit.
    void draw_slots(int slots) {
        const EventSpans<Hold>& holds = resource_.holds;
        std::vector<std::vector<Hold>> taken(static_cast<std::size_t>(slots));
        std::vector<EventIndex> free_from(static_cast<std::size_t>(slots), 0);
        for (std::size_t i = first_hold(); i < holds.size() && !is_behind(holds.first(i)); ++i) {
            auto slot = std::ranges::find_if(
                free_from, [&](EventIndex from) { return from <= holds.first(i); });
            if (slot == free_from.end()) {
                slot = std::ranges::min_element(free_from);
            }
            *slot = holds.last(i);
            if (!is_before(holds.last(i))) {
                taken[static_cast<std::size_t>(slot - free_from.begin())].push_back(holds[i]);
            }
            // Of those that begin within the same pixels, the first and the last few will do.
            const std::size_t next = holds.begun_until(reach(holds.first(i)));
            if (next > i + 4 * kMostBack / 16) {
                i = next - kMostBack / 16;
            }
        }
        for (int slot = 0; slot < slots; ++slot) {
            set_slot(slot, slots);
            for (const Hold& hold : taken[static_cast<std::size_t>(slot)]) {
                emit({hold.first, hold.last, hold.task, is_wanted(hold), {hold.task}, {}});
            }
        }
    }
    [[nodiscard]] std::size_t first_hold() const {
        const std::size_t begun = resource_.holds.begun_until(sketch_.first_event);
        return kMostBack < begun ? begun - kMostBack : 0;
    }
    [[nodiscard]] bool is_wanted(const Hold& hold) const {
        const EventSpans<Wait>& waits = resource_.waits;
        for (std::size_t i = first_wait(hold.first); i < waits.size() && waits.first(i) < hold.last;
             ++i) {
            if (waits.last(i) > hold.first && waits[i].task != hold.task) {
                return true;
            }
        }
        return false;
    }

    /// A semaphore with many permits: "7 of 20 taken" between two changes.
    void draw_taken() {
        for_each_level([&](EventIndex first, EventIndex last, std::int64_t free) {
            const std::int64_t taken = resource_.capacity - free;
            if (taken > 0) {
                const std::string text = sketch_.words(Message(
                    "picture.permits_taken",
                    {number_arg("count", taken), number_arg("capacity", resource_.capacity)}));
                emit({first, last, 0, free == 0, {}, text});
            }
        });
    }

    /// An event: where it is set.
    void draw_levels() {
        for_each_level([&](EventIndex first, EventIndex last, std::int64_t level) {
            if (level > 0) {
                emit({first, last, 0, false, {}, sketch_.words("picture.event_set")});
            }
        });
    }

    template <class Visit>
    void for_each_level(Visit visit) {
        set_slot(0, 1);
        const auto& changes = resource_.level.changes;
        const std::size_t begun = changes.count_until(sketch_.first_event);
        std::size_t i = begun == 0 ? 0 : begun - 1;
        while (i < changes.size() && !is_behind(changes[i].event)) {
            const Counter::Change change = changes[i];
            const EventIndex last =
                i + 1 == changes.size() ? sketch_.timeline.trace().size() : changes[i + 1].event;
            visit(change.event, last, change.value);
            const std::size_t next = changes.count_until(reach(change.event));
            i = next > i + 8 ? next - 1 : i + 1;
        }
    }

    Sketch& sketch_;
    Row& row_;
    const ResourceInfo& resource_;
    float y0_ = 0;
    float y1_ = 0;
    float pen_ = 0;
    bool labelled_ = true;
};

}  // namespace

void draw_resource_lane(Sketch& sketch, Row& row) { ResourceLane(sketch, row).draw(); }

}  // namespace coroscope::detail
