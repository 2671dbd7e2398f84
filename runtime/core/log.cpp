#include "runtime/core/log.h"

#include "runtime/core/event_loop.h"
#include "runtime/core/lane_program.h"

namespace coroscope {

namespace {

void write_line(std::string_view text, std::source_location where) {
    static constexpr std::size_t kLimit = 1000;
    EventLoop* const open = EventLoop::newest_open();
    EventLoop& loop = open == nullptr ? EventLoop::running() : *open;  // or raises
    loop.check_budget();
    std::size_t length = std::min(text.size(), kLimit);
    while (length < text.size() && length > 0 &&
           (static_cast<unsigned char>(text[length]) & 0xC0u) == 0x80u) {
        --length;  // not inside a UTF-8 character
    }
    loop.record(EventKind::LogLine, loop.current_task_id(), 0, 0, 0,
                loop.text(text.substr(0, length)), loop.site(where));
}

}  // namespace

void log_text(std::string_view text, std::source_location where) {
    if (LaneProgram* const thread = LaneProgram::running()) {
        thread->act([words = std::string(text), where] { write_line(words, where); });
    } else {
        write_line(text, where);
    }
}

}  // namespace coroscope
