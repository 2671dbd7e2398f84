// StateDump: the window's state as JSON, for end-to-end tests. Written to a temporary file and
// renamed, whenever it differs from what was written last.
#pragma once

#include <string>

#include "gui/model/session.h"
#include "gui/views/ui.h"

namespace coroscope::gui {

[[nodiscard]] std::string state_as_json(const Session& session, const Ui& ui);

class StateDump {
public:
    explicit StateDump(std::string path) : path_(std::move(path)) {}
    /// Does nothing without a path. Says once on stderr if the file cannot be written.
    void write(const Session& session, const Ui& ui);

private:
    std::string path_;
    std::string written_;
    bool complained_ = false;
};

}  // namespace coroscope::gui
