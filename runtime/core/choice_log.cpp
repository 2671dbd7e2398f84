#include "runtime/core/choice_log.h"

#include <algorithm>

namespace coroscope {

void ChoiceLog::add(const Choice& choice, std::span<const TaskId> candidates) {
    choices_.push_back(choice);
    begins_.push_back(kept_.size());
    const auto kept = candidates.first(std::min(candidates.size(), kKept));
    kept_.insert(kept_.end(), kept.begin(), kept.end());
}

std::span<const TaskId> ChoiceLog::candidates(std::size_t n) const {
    const std::size_t end = n + 1 < begins_.size() ? begins_[n + 1] : kept_.size();
    return std::span(kept_).subspan(begins_[n], end - begins_[n]);
}

std::size_t ChoiceLog::next(EventIndex cursor) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(choices_, cursor, {}, &Choice::event) -
                                    choices_.begin());
}

std::vector<std::uint32_t> ChoiceLog::script(std::size_t n) const {
    std::vector<std::uint32_t> taken;
    taken.reserve(n + 1);
    for (std::size_t i = 0; i < std::min(n, size()); ++i) {
        taken.push_back(choices_[i].taken);
    }
    return taken;
}

void ChoiceLog::cut(EventIndex end) {
    const auto first = std::ranges::lower_bound(choices_, end, {}, &Choice::event);
    const auto left = static_cast<std::size_t>(first - choices_.begin());
    if (left < choices_.size()) {
        kept_.resize(begins_[left]);
        begins_.resize(left);
        choices_.erase(first, choices_.end());
    }
}

}  // namespace coroscope
