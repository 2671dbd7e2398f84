#include "runtime/world/job_run.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "runtime/core/error.h"

namespace coroscope {

std::int64_t JobRequest::number(std::size_t i) const {
    const std::string text = i < args.size() ? args[i] : "";
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc{} || parsed.ptr != end) {
        throw ValueError(fmt::format("argument {} of {} is no number: '{}'", i, name, text));
    }
    return value;
}

JobRun& JobRun::returns(std::string value) {
    end_ = End::Returns;
    text_ = std::move(value);
    return *this;
}

JobRun& JobRun::raises(std::string error) {
    end_ = End::Raises;
    text_ = std::move(error);
    return *this;
}

JobRun& JobRun::retries(std::string error, std::optional<Duration> countdown) {
    end_ = End::Retries;
    text_ = std::move(error);
    countdown_ = countdown;
    return *this;
}

JobRun& JobRun::kills_process() {
    end_ = End::KillsProcess;
    return *this;
}

JobRun& JobRun::cleans_up(Duration duration, std::string value) {
    cleanup_ = duration;
    cleanup_text_ = std::move(value);
    return *this;
}

JobRun& JobRun::does(std::function<void()> effect) {
    effect_ = std::move(effect);
    return *this;
}

void JobRun::soft_limit_caught() {
    end_ = End::Returns;
    text_ = cleanup_text_;
    effect_ = nullptr;
}

}  // namespace coroscope
