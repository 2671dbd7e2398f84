// The await tree as lines of text.
#include <map>

#include "runtime/analysis/await_tree.h"
#include "runtime/analysis/explain.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

constexpr std::size_t kMostFrames = 12;  ///< of one task; the middle of a longer stack is left out
constexpr std::size_t kDeepest = 120;    ///< levels of indentation

struct Strokes {
    std::string_view branch, last, pass, space;
};
constexpr Strokes kLines{"├─ ", "└─ ", "│  ", "   "};
constexpr Strokes kAscii{"|- ", "`- ", "|  ", "   "};

class Writer {
public:
    Writer(const Timeline& timeline, const AwaitTree& tree, const AwaitTreeText& look)
        : timeline_(timeline),
          tree_(tree),
          language_(look.language),
          strokes_(look.ascii ? kAscii : kLines) {
        const std::vector<TaskId> ready = timeline.ready_at(tree.cursor);
        for (std::size_t i = 0; i < ready.size(); ++i) {
            turn_[ready[i]] = static_cast<std::int64_t>(i);
        }
    }

    std::string run() {
        for (std::size_t i = 0; i < tree_.nodes.size();) {
            i = write(i, "", "", 0);
        }
        return std::move(text_);
    }

private:
    /// The node, its coroutines and all below it; returns the first node behind them. `first`
    /// stands before its own line, `rest` before those below.
    std::size_t write(std::size_t index, const std::string& first, const std::string& rest,
                      std::size_t level) {
        const AwaitNode& node = tree_.nodes[index];
        text_ += first + name(node.task) + "  " + words(node) + '\n';
        const std::size_t end = end_of(index);
        std::string indent = rest;
        ++level;
        for (const std::string& frame : frames(node)) {
            text_ += indent;
            text_ += strokes_.last;
            text_ += frame + '\n';
            indent += strokes_.space;
            ++level;
        }
        if (end > index + 1 && level >= kDeepest) {
            const Message more{"tree.deeper",
                               {number_arg("count", static_cast<std::int64_t>(end - index - 1))}};
            text_ += indent + std::string(strokes_.last) + to_string(more, language_) + '\n';
            return end;
        }
        for (std::size_t child = index + 1; child < end;) {
            const bool is_last = end_of(child) == end;
            const std::string before =
                indent + std::string(is_last ? strokes_.last : strokes_.branch);
            const std::string below =
                indent + std::string(is_last ? strokes_.space : strokes_.pass);
            child = write(child, before, below, level);
        }
        return end;
    }

    /// The first node behind those below `index`. Each is asked for a few times on each level; the
    /// levels are few.
    [[nodiscard]] std::size_t end_of(std::size_t index) const {
        std::size_t end = index + 1;
        while (end < tree_.nodes.size() && tree_.nodes[end].depth > tree_.nodes[index].depth) {
            ++end;
        }
        return end;
    }

    [[nodiscard]] std::string name(TaskId task) const {
        return to_string(just(detail::Words(timeline_).task("task", task)), language_);
    }
    [[nodiscard]] std::string words(const AwaitNode& node) const {
        if (node.repeated) {
            return to_string(Message(node.in_ring ? "tree.ring" : "tree.again"), language_);
        }
        const auto turn = turn_.find(node.task);
        if (turn == turn_.end()) {
            return to_string(describe_state(timeline_, node.task, tree_.cursor), language_);
        }
        const Message ready = turn->second == 0
                                  ? Message("describe.ready_next")
                                  : Message("describe.ready", {number_arg("count", turn->second)});
        return to_string(ready, language_);
    }
    [[nodiscard]] std::vector<std::string> frames(const AwaitNode& node) const {
        std::vector<std::string> lines;
        const std::size_t count = node.stack.size();
        for (std::size_t i = 0; i < count; ++i) {
            if (count > kMostFrames && i == kMostFrames / 2) {
                const std::size_t left_out = count - kMostFrames;
                const Message more{"tree.frames",
                                   {number_arg("count", static_cast<std::int64_t>(left_out))}};
                lines.push_back(to_string(more, language_));
                i += left_out - 1;
                continue;
            }
            const Trace& trace = timeline_.trace();
            const Site& site = trace.site(node.stack[i].site);
            std::string line(trace.text(node.stack[i].function));
            line += site.line == 0 ? "" : "  " + site.file + ":" + std::to_string(site.line);
            lines.push_back(std::move(line));
        }
        return lines;
    }

    const Timeline& timeline_;
    const AwaitTree& tree_;
    Language language_;
    const Strokes& strokes_;
    std::map<TaskId, std::int64_t> turn_;  ///< place in the ready queue: asked once, not per task
    std::string text_;
};

}  // namespace

std::string to_text(const Timeline& timeline, const AwaitTree& tree, const AwaitTreeText& look) {
    return Writer(timeline, tree, look).run();
}

}  // namespace coroscope
