#include "runtime/picture/terminal_states.h"

#include <algorithm>

#include "runtime/analysis/explain.h"
#include "runtime/picture/utf8.h"

namespace coroscope::detail {

namespace {

class States {
public:
    States(const Timeline& timeline, const std::vector<Badge>& badges, const TerminalLook& look,
           EventIndex cursor, int columns)
        : timeline_(timeline),
          badges_(badges),
          look_(look),
          cursor_(cursor),
          columns_(columns),
          language_(look.options().language) {}

    std::string write() {
        heading();
        for (const TaskId id : tasks_in_tree_order(timeline_)) {
            width_ = std::max(width_, terminal_columns(timeline_.task_name(id)));
        }
        for (const ResourceInfo& resource : timeline_.resources()) {
            width_ = std::max(width_, terminal_columns(timeline_.resource_name(resource.id)));
        }
        width_ = std::min({width_, 28, columns_ / 2});
        for (const TaskId id : tasks_in_tree_order(timeline_)) {
            line(badges_[id - 1].monogram, look_.badge(badges_[id - 1].colour),
                 timeline_.task_name(id),
                 to_string(describe_state(timeline_, id, cursor_), language_));
        }
        for (const ResourceInfo& resource : timeline_.resources()) {
            const std::string words = resource.created <= cursor_ ? words_for(resource) : "";
            if (!words.empty()) {
                line("", {}, timeline_.resource_name(resource.id), words);
            }
        }
        return std::move(out_);
    }

private:
    void heading() {
        const auto step = timeline_.step_at(cursor_);
        const Nanoseconds time = timeline_.trace()[cursor_].time;
        const std::string text = to_string(
            Message("ui.after_step",
                    {number_arg("step", step ? static_cast<std::int64_t>(*step) + 1 : 0)}),
            language_);
        paint(text + std::string(tr("picture.comma", language_)) + format_duration(time),
              {.strong = true});
        out_ += '\n';
    }
    void paint(const std::string& text, const CellLook& look) {
        const std::string code = look_.options().color ? ansi(look) : "";
        out_ += code + text + (code.empty() ? "" : "\x1b[0m");
    }
    static std::string spaces(int count) {
        return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
    }

    void line(const std::string& monogram, const CellLook& look, std::string_view name,
              const std::string& words) {
        const std::string text = monogram + spaces(3 - terminal_columns(monogram)) +
                                 std::string(name) + spaces(width_ - terminal_columns(name) + 2) +
                                 words;
        const int indent = std::min(width_ + 5, columns_ / 2);
        paint(monogram, look);
        out_ += wrapped(text, columns_, indent).substr(monogram.size());
    }

    [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments) const {
        return to_string(Message(id, std::move(arguments)), language_);
    }
    [[nodiscard]] std::string names(const std::vector<TaskId>& tasks) const {
        std::string text;
        for (const TaskId task : tasks) {
            text += (text.empty() ? "" : std::string(tr("list.separator", language_))) +
                    std::string(timeline_.task_name(task));
        }
        return text;
    }
    void join(std::string& text, const std::string& more) const {
        if (!more.empty()) {
            text += (text.empty() ? "" : std::string(tr("picture.comma", language_))) + more;
        }
    }

    [[nodiscard]] std::string words_for(const ResourceInfo& resource) const {
        switch (resource.type) {
        case ResourceType::Lock: return held(resource, std::string(tr("picture.free", language_)));
        case ResourceType::Semaphore:
            return held(resource, say("picture.permits_free",
                                      {number_arg("count", resource.level.at(cursor_)),
                                       number_arg("capacity", resource.capacity)}));
        case ResourceType::Event: {
            std::string text(
                tr(resource.level.at(cursor_) > 0 ? "picture.event_set" : "picture.event_not_set",
                   language_));
            join(text, wanted(resource, "picture.awaited_by"));
            return text;
        }
        case ResourceType::Condition:
        case ResourceType::Barrier: return wanted(resource, "picture.awaited_by");
        case ResourceType::Queue: return queue(resource);
        case ResourceType::Local:  // out of its scope it is gone
            return resource.destroyed > cursor_ ? variable(resource) : "";
        case ResourceType::Variable: return variable(resource);
        case ResourceType::Counter: return std::to_string(resource.level.at(cursor_));
        case ResourceType::None:
        case ResourceType::Future:
        case ResourceType::Gather:
        case ResourceType::Wait:
        case ResourceType::AsCompleted:
        case ResourceType::Shield:
        case ResourceType::TaskGroup:
        case ResourceType::Executor:
        case ResourceType::Place: break;
        }
        return "";
    }
    [[nodiscard]] std::string held(const ResourceInfo& resource, const std::string& free) const {
        const auto holders = timeline_.holders_at(resource.id, cursor_);
        std::string text = holders.empty() || resource.type == ResourceType::Semaphore ? free : "";
        if (!holders.empty()) {
            join(text, say("span.held_by", {text_arg("task", names(holders))}));
        }
        join(text, wanted(resource, "span.wanted_by"));
        return text;
    }
    [[nodiscard]] std::string wanted(const ResourceInfo& resource, std::string_view id) const {
        const auto waiters = timeline_.waiters_at(resource.id, cursor_);
        return waiters.empty() ? "" : say(id, {text_arg("task", names(waiters))});
    }
    [[nodiscard]] std::string queue(const ResourceInfo& resource) const {
        std::string text = std::to_string(resource.level.at(cursor_));
        if (resource.capacity > 0) {
            text += " / " + std::to_string(resource.capacity);
        }
        std::string items;
        const auto all = timeline_.items_at(resource.id, cursor_);
        constexpr std::size_t kMost = 12;
        for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i) {
            items += " " + std::string(timeline_.trace().text(all[i]));
        }
        text += (items.empty() ? "" : ":") + items + (all.size() > kMost ? " ..." : "");
        join(text, wanted(resource, "picture.awaited_by"));
        return text;
    }
    [[nodiscard]] std::string variable(const ResourceInfo& resource) const {
        const auto value = timeline_.value_at(resource.id, cursor_);
        return value ? "= " + std::string(timeline_.trace().text(value->text)) : "";
    }

    const Timeline& timeline_;
    const std::vector<Badge>& badges_;
    const TerminalLook& look_;
    EventIndex cursor_;
    int columns_;
    Language language_;
    int width_ = 4;
    std::string out_;
};

}  // namespace

std::string terminal_states(const Timeline& timeline, const std::vector<Badge>& badges,
                            const TerminalLook& look, EventIndex cursor, int width) {
    return timeline.trace().empty() ? ""
                                    : States(timeline, badges, look,
                                             std::min(cursor, timeline.trace().size() - 1), width)
                                          .write();
}

}  // namespace coroscope::detail
