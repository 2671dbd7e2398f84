#include "cli/thresholds.h"

#include <charconv>

#include "cli/console.h"
#include "scenarios/duration_text.h"

namespace coroscope::cli {
namespace {

const FindingThreshold& find_threshold(const std::string& name, const std::string& where) {
    std::vector<std::string> known;
    for (const FindingThreshold& each : finding_thresholds()) {
        if (each.name == name) {
            return each;
        }
        known.emplace_back(each.name);
    }
    std::string all;
    for (const std::string& one : known) {
        all += (all.empty() ? "" : ", ") + one;
    }
    const std::string question = did_you_mean(nearest(name, known));
    throw usage("unknown threshold", where,
                question.empty() ? "the thresholds are " + all : question);
}

std::int64_t value_of(const FindingThreshold& threshold, std::string_view text,
                      const std::string& where) {
    if (threshold.unit == ThresholdUnit::Time) {
        if (const auto time = parse_duration(text)) {
            return *time;
        }
        throw usage("not a time", where, "give a number with a unit, as 250ms, 1.5s or 2m");
    }
    if (threshold.unit == ThresholdUnit::Percent && text.ends_with('%')) {
        text.remove_suffix(1);
    }
    std::int64_t value = 0;
    const auto [next, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || next != text.data() + text.size()) {
        throw usage("not a whole number", where, "give a number");
    }
    return value;
}

}  // namespace

FindingOptions finding_options(const std::vector<std::string>& given) {
    FindingOptions options;
    for (const std::string& assignment : given) {
        const std::string where = "--threshold " + assignment;
        const std::size_t equals = assignment.find('=');
        if (equals == std::string::npos) {
            throw usage("not a threshold", where, "give NAME=VALUE, as slow-step=50ms");
        }
        const FindingThreshold& threshold = find_threshold(assignment.substr(0, equals), where);
        const std::int64_t value =
            value_of(threshold, std::string_view(assignment).substr(equals + 1), where);
        if (value < threshold.least || value > threshold.most) {
            throw usage("out of range", where,
                        "give " + threshold_text(threshold, threshold.least) + " to " +
                            threshold_text(threshold, threshold.most));
        }
        options.*threshold.value = value;
    }
    return options;
}

std::string threshold_text(const FindingThreshold& threshold, std::int64_t value) {
    if (threshold.unit == ThresholdUnit::Time) {
        return duration_text(value);
    }
    return std::to_string(value) + (threshold.unit == ThresholdUnit::Percent ? "%" : "");
}

std::string thresholds_help() {
    std::string lines;
    for (const FindingThreshold& each : finding_thresholds()) {
        lines += "\n" + std::string(each.name) + " (" +
                 threshold_text(each, FindingOptions().*each.value) +
                 "): " + std::string(each.about);
    }
    return lines;
}

}  // namespace coroscope::cli
