#include "gui/model/lanes.h"

#include <algorithm>
#include <string_view>

namespace coroscope::gui {
namespace {

/// A name without the number at its end.
std::string_view stem(std::string_view name) {
    return name.substr(0, name.find_last_not_of("0123456789") + 1);
}

bool are_alike(const Timeline& timeline, const RowOrder::Task& a, const RowOrder::Task& b) {
    return a.depth == b.depth && timeline.task(a.id)->parent == timeline.task(b.id)->parent &&
           stem(timeline.task_name(a.id)) == stem(timeline.task_name(b.id));
}

}  // namespace

const RowOrder& Lanes::shown(const Timeline& timeline, std::uint64_t revision,
                             const RowOrder& whole, TaskId focus) {
    if (revision != revision_) {
        revision_ = revision;
        focus_ = 0;
        is_whole_ = whole.tasks.size() <= kMany;
        if (!is_whole_) {
            shown_ = whole;
            fold(timeline, whole);
            shown_.tasks = folded_;
        }
    }
    if (is_whole_) {
        return whole;
    }
    if (focus != focus_) {
        focus_ = focus;
        shown_.tasks = folded_;
        unfold_focus(whole, focus);
    }
    return shown_;
}

void Lanes::fold(const Timeline& timeline, const RowOrder& whole) {
    folded_.clear();
    const std::vector<RowOrder::Task>& all = whole.tasks;
    for (std::size_t first = 0; first < all.size();) {
        std::size_t last = first + 1;
        while (last < all.size() && are_alike(timeline, all[first], all[last])) {
            ++last;
        }
        const bool many = last - first > kMostAlike;
        for (std::size_t i = first; i < (many ? first + kFirstAlike : last); ++i) {
            folded_.push_back(all[i]);
        }
        if (many) {
            RowOrder::Task rest = all[first + kFirstAlike];
            rest.folded = static_cast<std::uint32_t>(last - first - kFirstAlike);
            folded_.push_back(rest);
        }
        first = last;
    }
}

// A folded line stands for tasks that are neighbours in `whole`: the one in focus parts it in two.
void Lanes::unfold_focus(const RowOrder& whole, TaskId focus) {
    const auto place = std::ranges::find(whole.tasks, focus, &RowOrder::Task::id);
    if (place == whole.tasks.end()) {
        return;
    }
    const auto index = static_cast<std::size_t>(place - whole.tasks.begin());
    std::size_t before = 0;  // tasks of `whole` that the lines above stand for
    for (std::size_t i = 0; i < shown_.tasks.size(); ++i) {
        const std::size_t count = std::max<std::size_t>(1, shown_.tasks[i].folded);
        if (index < before + count) {
            if (shown_.tasks[i].folded > 0) {
                std::vector<RowOrder::Task> parts;
                const auto add_rest = [&](std::size_t first, std::size_t last) {
                    if (first < last) {
                        parts.push_back(whole.tasks[first]);
                        parts.back().folded = static_cast<std::uint32_t>(last - first);
                    }
                };
                add_rest(before, index);
                parts.push_back(whole.tasks[index]);
                add_rest(index + 1, before + count);
                const auto at = shown_.tasks.begin() + static_cast<std::ptrdiff_t>(i);
                shown_.tasks.insert(shown_.tasks.erase(at), parts.begin(), parts.end());
            }
            return;
        }
        before += count;
    }
}

}  // namespace coroscope::gui
