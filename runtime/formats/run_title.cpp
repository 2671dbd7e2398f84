#include "runtime/formats/run_title.h"

#include "assets/assets.h"

namespace coroscope {

std::string run_title(const TraceInfo& info, Language language) {
    if (language != Language::English) {
        const std::string scenario = info.runspec.substr(0, info.runspec.find_first_of("?#"));
        const auto lesson = asset("assets/lessons/" + scenario + ".zh.md");
        if (lesson && lesson->starts_with("# ")) {
            return std::string(lesson->substr(2, lesson->find('\n') - 2));
        }
    }
    return !info.title.empty()     ? info.title
           : !info.runspec.empty() ? info.runspec
                                   : std::string(tr("ui.timeline", language));
}

}  // namespace coroscope
