// The part of TimelineBuilder that reads what worker threads and processes do, and other threads.
#include <algorithm>

#include "runtime/trace/timeline_builder.h"

namespace coroscope::detail {

JobInfo* TimelineBuilder::job(std::uint32_t executor) {
    ResourceInfo& resource = t_.resources_[executor];
    if (const JobInfo* known = t_.job(resource.id, e_.a)) {
        return &t_.jobs_[static_cast<std::size_t>(known - t_.jobs_.data())];
    }
    const bool begins = e_.kind == EventKind::JobSubmitted || e_.kind == EventKind::JobStarted;
    const std::int64_t before = resource.jobs.empty() ? 0 : t_.jobs_[resource.jobs.back()].number;
    if (!begins || e_.a <= before || !has_jobs(resource.type)) {
        return nullptr;
    }
    resource.jobs.push_back(static_cast<std::uint32_t>(t_.jobs_.size()));
    JobInfo& added = t_.jobs_.emplace_back();
    added.executor = resource.id;
    added.number = e_.a;
    added.name = e_.b;
    return &added;
}

void TimelineBuilder::add_job_event() {
    const auto executor = resource_index(e_.subject);
    if (!executor) {
        return;
    }
    t_.resources_[*executor].events.push_back(i_);
    JobInfo* const it = job(*executor);
    if (it == nullptr || it->finished != kNoEvent) {
        return;
    }
    const bool computes = !it->computing.empty() && it->computing.back().last == kNoEvent;
    const bool ceases =
        e_.kind == EventKind::JobFinished || (e_.kind == EventKind::JobComputes && e_.b == 0);
    if (e_.kind == EventKind::JobSubmitted && it->submitted == kNoEvent &&
        it->started == kNoEvent) {
        it->submitted = i_;
        it->submitter = e_.task;
    } else if (e_.kind == EventKind::JobStarted && it->started == kNoEvent) {
        it->started = i_;
        it->worker = e_.detail;
    } else if (e_.kind == EventKind::JobFinished) {
        it->finished = i_;
        it->error = e_.b;
    }
    if (e_.kind == EventKind::JobComputes && !computes && !ceases) {
        it->computing.push_back({i_, kNoEvent});
    } else if (computes && ceases) {
        it->computing.back().last = i_;
    }
}

void TimelineBuilder::add_message_event() {
    auto& messages = t_.messages_;
    const auto place = resource_index(e_.subject);
    if (place) {
        t_.resources_[*place].events.push_back(i_);
    }
    const MessageInfo::End end{place ? e_.subject : 0, e_.task, e_.detail, i_};
    const auto id = static_cast<ObjectId>(e_.a);
    if (e_.kind == EventKind::MessageSent) {
        if (messages.empty() || messages.back().id < id) {
            messages.push_back({.id = id, .text = e_.b, .sent = end});
        }
        return;
    }
    const auto found = std::ranges::lower_bound(messages, id, {}, &MessageInfo::id);
    if (found != messages.end() && found->id == id && found->arrived.event == kNoEvent) {
        found->arrived = end;
    }
}

void TimelineBuilder::add_thread_event() {
    auto& threads = t_.threads_;
    if (e_.kind == EventKind::ThreadStarted) {
        if (e_.subject == threads.size() + 1) {
            threads.push_back({e_.subject, e_.b, e_.task, i_, kNoEvent});
        }
        return;
    }
    if (e_.subject == 0 || e_.subject > threads.size()) {
        return;
    }
    ThreadInfo& thread = threads[e_.subject - 1];
    if (thread.ended == kNoEvent) {
        thread.ended = i_;
    }
}

}  // namespace coroscope::detail
