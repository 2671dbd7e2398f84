// The half of TimelineBuilder that reads what happens to resources.
#include <utility>

#include "runtime/trace/timeline_builder.h"

namespace coroscope::detail {

namespace {

/// True if an event of this kind is how a wait of this kind gets what it waited for.
bool is_what_it_wants(EventKind kind, WaitReason reason) {
    switch (reason) {
    case WaitReason::Lock:
    case WaitReason::Semaphore: return kind == EventKind::ResourceAcquired;
    case WaitReason::QueueGet: return kind == EventKind::QueueGot;
    case WaitReason::QueuePut: return kind == EventKind::QueuePut;
    case WaitReason::None:
    case WaitReason::Yield:
    case WaitReason::Sleep:
    case WaitReason::Event:
    case WaitReason::QueueJoin:
    case WaitReason::Task:
    case WaitReason::Gather:
    case WaitReason::Future:
    case WaitReason::Wait:
    case WaitReason::WaitFirst:
    case WaitReason::AsCompleted:
    case WaitReason::Shield:
    case WaitReason::TaskGroup:
    case WaitReason::Condition:
    case WaitReason::Barrier:
    case WaitReason::Executor:
    case WaitReason::Reply: break;
    }
    return false;
}

bool wants_something(WaitReason reason) {
    return is_what_it_wants(EventKind::ResourceAcquired, reason) ||
           is_what_it_wants(EventKind::QueueGot, reason) ||
           is_what_it_wants(EventKind::QueuePut, reason);
}

}  // namespace

void TimelineBuilder::create_resource() {
    ObjectRef* object = new_object(e_.subject);
    if (object == nullptr) {
        return;
    }
    *object = {ObjectRef::Kind::Resource, t_.resources_.size()};
    ResourceInfo info;
    info.id = e_.subject;
    info.type = known(e_.detail, ResourceType::Place);
    info.name = e_.b;
    info.capacity = info.type == ResourceType::Lock ? 1 : e_.a;
    info.site = e_.site;
    info.created = i_;
    info.events.push_back(i_);
    if (info.type == ResourceType::Lock || info.type == ResourceType::Semaphore) {
        set(info.level, info.capacity);
    }
    if (info.type == ResourceType::Local && e_.task < s_.tasks.size()) {
        s_.tasks[e_.task].locals.made().push_back(i_);
    }
    t_.resources_.push_back(std::move(info));
    s_.resources.emplace_back();
}

void TimelineBuilder::add_resource_event() {
    const auto index = resource_index(e_.subject);
    if (!index) {
        return;
    }
    ResourceInfo& resource = t_.resources_[*index];
    resource.events.push_back(i_);
    if (e_.kind == EventKind::ResourceAcquired) {
        acquire(*index);
    } else if (e_.kind == EventKind::ResourceReleased) {
        release(*index);
    } else if (e_.kind == EventKind::ResourceNotified) {
        notify(*index);
    } else if (e_.kind == EventKind::ResourceLinked) {
        link(*index);
    } else if (e_.kind == EventKind::ResourceDestroyed) {
        resource.destroyed = i_;
    } else if (e_.kind == EventKind::QueuePut) {
        put(*index);
    } else if (e_.kind == EventKind::QueueGot) {
        get(*index);
    } else if (e_.kind == EventKind::QueueTaskDone) {
        set(resource.unfinished, e_.a);
    } else if (e_.kind == EventKind::QueueDropped) {
        drop(*index);
    } else if (e_.kind == EventKind::CounterChanged) {
        set(resource.level, e_.a);
    } else {
        access(*index);
    }
}

void TimelineBuilder::notify(std::uint32_t index) {
    if (e_.detail == static_cast<std::uint8_t>(Notice::EventSet)) {
        set(t_.resources_[index].level, 1);
    } else if (e_.detail == static_cast<std::uint8_t>(Notice::EventCleared)) {
        set(t_.resources_[index].level, 0);
    }
}

void TimelineBuilder::link(std::uint32_t index) {
    if (e_.a > 0 && std::cmp_less_equal(e_.a, t_.tasks_.size())) {
        t_.resources_[index].linked.push_back(static_cast<TaskId>(e_.a));
    }
}

void TimelineBuilder::access(std::uint32_t index) {
    const bool write = e_.kind == EventKind::VariableWritten;
    t_.resources_[index].accesses.push_back({i_, e_.task, write, e_.a});
    if (write) {
        s_.resources[index].writes.made().push_back(i_);
    }
}

void TimelineBuilder::acquire(std::uint32_t index) {
    ResourceInfo& resource = t_.resources_[index];
    std::uint32_t& holds = s_.resources[index].holds;
    if (holds == kNothing) {
        holds = static_cast<std::uint32_t>(s_.holds.size());
        s_.holds.emplace_back();
    }
    TaskNotes::Holding& holding = notes().holding.made();
    s_.holds[holds].spans.open(e_.task);
    s_.holds[holds].in_task.push_back(static_cast<std::uint32_t>(holding.held.size()));
    holding.held.push_back({index, static_cast<std::uint32_t>(resource.holds.size())});
    holding.spans.open();
    resource.holds.open(i_);
    set(resource.level, e_.a);
    satisfy_wait(index);
}

void TimelineBuilder::release(std::uint32_t index) {
    ResourceInfo& resource = t_.resources_[index];
    set(resource.level, e_.a);
    const std::uint32_t holds = s_.resources[index].holds;
    if (holds == kNothing) {
        return;
    }
    const auto holder = [&](std::size_t hold) { return source_[resource.holds.first(hold)].task; };
    if (const auto hold = s_.holds[holds].spans.close(e_.task, i_, holder)) {
        resource.holds.close(*hold, i_);
        s_.tasks[holder(*hold)].holding->spans.close(s_.holds[holds].in_task[*hold], i_);
    }
}

void TimelineBuilder::put(std::uint32_t index) {
    ResourceInfo& resource = t_.resources_[index];
    std::uint32_t& queue = s_.resources[index].queue;
    if (queue == kNothing) {
        queue = static_cast<std::uint32_t>(s_.queues.size());
        s_.queues.emplace_back();
    }
    s_.queues[queue].spans.open(e_.b);
    s_.queues[queue].items.push_back({.put = event32()});
    set(resource.level, e_.a);
    add_to(resource.unfinished, 1);
    satisfy_wait(index);
}

void TimelineBuilder::get(std::uint32_t index) {
    satisfy_wait(index);
    take_item(index);
}

void TimelineBuilder::drop(std::uint32_t index) {
    Counter& unfinished = t_.resources_[index].unfinished;
    if (!unfinished.changes.empty() && unfinished.changes.back().value > 0) {
        add_to(unfinished, -1);
    }
    take_item(index);
}

void TimelineBuilder::take_item(std::uint32_t index) {
    set(t_.resources_[index].level, e_.a);
    const std::uint32_t queue = s_.resources[index].queue;
    if (queue == kNothing) {
        return;
    }
    std::vector<QueueNotes::Item>& items = s_.queues[queue].items;
    const auto text = [&](std::size_t item) { return source_[items[item].put].b; };
    if (const auto item = s_.queues[queue].spans.close(e_.b, i_, text)) {
        items[*item].got = event32();
    }
}

// -- waits

void TimelineBuilder::begin_wait(std::uint32_t resource, WaitReason reason) {
    TaskNotes& task_notes = notes();
    auto& waits = t_.resources_[resource].waits;
    task_notes.waits_for = resource;
    task_notes.wait_reason = reason;
    task_notes.wait = static_cast<std::uint32_t>(waits.size());
    waits.open(i_);
    s_.resources[resource].waits.made().open();
}

void TimelineBuilder::end_wait(EventIndex last) {
    TaskNotes& task_notes = notes();
    if (task_notes.waits_for == kNothing) {
        return;
    }
    t_.resources_[task_notes.waits_for].waits.close(task_notes.wait, last);
    s_.resources[task_notes.waits_for].waits->close(task_notes.wait, last);
    task_notes.waits_for = kNothing;
    task_notes.resumed_waiting = kNoEvent;
}

void TimelineBuilder::satisfy_wait(std::uint32_t resource) {
    if (notes().waits_for == resource && is_what_it_wants(e_.kind, notes().wait_reason)) {
        end_wait(i_);
    }
}

void TimelineBuilder::wait_is_resumed() {
    TaskNotes& task_notes = notes();
    if (task_notes.waits_for == kNothing) {
        return;
    }
    if (task_notes.resumed_waiting != kNoEvent) {
        end_wait(task_notes.resumed_waiting);  // a step that began twice
    } else if (wants_something(task_notes.wait_reason)) {
        task_notes.resumed_waiting = i_;
    } else {
        end_wait(i_);
    }
}

void TimelineBuilder::wait_is_over() {
    const EventIndex resumed = notes().resumed_waiting;
    end_wait(resumed != kNoEvent ? resumed : i_);
}

}  // namespace coroscope::detail
