#include "runtime/world/place.h"

namespace coroscope {

Place::Place(std::string_view name, int rows, std::source_location where)
    : Resource(ResourceType::Place, name, rows, where), name_(name), rows_(rows) {
    if (rows < 1 || rows > kMostRows) {
        throw ValueError(
            fmt::format("rows of a place must be from 1 to {}, and are {}", kMostRows, rows));
    }
}

std::int64_t Place::ask(std::string_view what, std::source_location where) {
    loop().check_budget();
    jobs_[++last_job_].what = what;
    loop().record(EventKind::JobSubmitted, loop().current_task_id(), object(), 0, last_job_,
                  loop().text(what), loop().site(where));
    return last_job_;
}

void Place::begin(std::int64_t job, int row) {
    Job& it = jobs_.at(job);
    it.row = row;
    loop().record(EventKind::JobStarted, 0, object(), static_cast<std::uint8_t>(row), job,
                  loop().text(it.what));
}

void Place::end(std::int64_t job, std::string_view error) {
    const auto found = jobs_.find(job);
    if (found == jobs_.end()) {
        return;
    }
    const int row = found->second.row;
    jobs_.erase(found);
    if (row >= 0) {
        loop().record(EventKind::JobFinished, 0, object(), static_cast<std::uint8_t>(row), job,
                      loop().text(error));
    }
}

std::int64_t Place::work(std::string_view what, int row, std::source_location where) {
    const std::int64_t job = ask(what, where);
    begin(job, row);
    return job;
}

WorldMessage::WorldMessage(std::string_view text, std::source_location where)
    : loop_(&EventLoop::running()), number_(loop_->new_object()), text_(text) {
    loop_->record(EventKind::MessageSent, loop_->current_task_id(), 0, kNoRow, number_,
                  loop_->text(text_), loop_->site(where));
}

WorldMessage::WorldMessage(const Place& from, int row, std::string_view text)
    : loop_(&EventLoop::running()), number_(loop_->new_object()), text_(text) {
    loop_->record(EventKind::MessageSent, 0, from.object(), static_cast<std::uint8_t>(row), number_,
                  loop_->text(text_));
}

void WorldMessage::arrive(const Place& to, int row) const {
    loop_->record(EventKind::MessageArrived, 0, to.object(), static_cast<std::uint8_t>(row),
                  number_, loop_->text(text_));
}

void WorldMessage::arrive(TaskId to) const {
    loop_->record(EventKind::MessageArrived, to, 0, kNoRow, number_, loop_->text(text_));
}

}  // namespace coroscope
