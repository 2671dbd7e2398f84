// AtCursor: what several panels ask about all tasks at the cursor, found once for each place of the
// cursor instead of once in every frame and panel.
//
//     session.now().waiting().size();
//
// Cost: of a small move of the cursor as much as the events that it passes over, of a long one a
// look at each task; of a question that was asked already nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/analysis/wait_graph.h"
#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope::gui {

class AtCursor {
public:
    /// `revision` differs between timelines. Requires: `timeline` stays while it is asked.
    void move_to(const Timeline& timeline, std::uint64_t revision, EventIndex cursor);

    /// Tasks that are there and not over, by id.
    [[nodiscard]] const std::vector<TaskId>& alive() const { return alive_; }
    /// Those of them that wait for a resource or a task, by id.
    [[nodiscard]] const std::vector<TaskId>& waiting() const { return waiting_; }
    /// In ready-queue order.
    [[nodiscard]] const std::vector<TaskId>& ready() const;
    /// What just happened, see explain().
    [[nodiscard]] const std::vector<Message>& explanation() const;
    /// Of the first kMostInGraph tasks that wait.
    [[nodiscard]] const WaitGraph& graph() const;

    static constexpr std::size_t kMostInGraph = 2'000;

private:
    void look_at_all();
    void look_at(TaskId task);
    void look_at_events(EventIndex first, EventIndex last);

    const Timeline* timeline_ = nullptr;
    std::uint64_t revision_ = 0;
    EventIndex cursor_ = 0;
    std::vector<TaskId> alive_;
    std::vector<TaskId> waiting_;
    mutable std::optional<std::vector<TaskId>> ready_;
    mutable std::optional<WaitGraph> graph_;
    mutable std::optional<std::vector<Message>> explanation_;
};

}  // namespace coroscope::gui
