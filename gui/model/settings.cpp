#include "gui/model/settings.h"

#include "runtime/analysis/finding_thresholds.h"

namespace coroscope::gui {

FindingOptions finding_options(const Settings& settings) {
    FindingOptions options;
    for (const FindingThreshold& threshold : finding_thresholds()) {
        if (const auto it = settings.thresholds.find(threshold.name);
            it != settings.thresholds.end()) {
            options.*threshold.value = it->second;
        }
    }
    return options;
}

}  // namespace coroscope::gui
