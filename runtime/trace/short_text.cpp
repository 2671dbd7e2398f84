#include "runtime/trace/short_text.h"

namespace coroscope {

std::string_view ShortTexts::text(TextId id) {
    const std::lock_guard lock(mutex_);
    std::string& text = texts_[id];
    if (text.empty()) {
        const bool task = ((id >> 30) & 1U) != 0;
        // Shifted up and down again, so that bit 29 becomes the sign.
        text = task ? "Task-" + std::to_string(id & ((TextId{1} << 30) - 1))
                    : std::to_string(static_cast<std::int32_t>(id << 2) >> 2);
    }
    return text;
}

}  // namespace coroscope
