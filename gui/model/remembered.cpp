#include "gui/model/remembered.h"

namespace coroscope::gui {

void Remembered::put_first(std::vector<std::string>& list, const std::string& item) {
    std::erase(list, item);
    list.insert(list.begin(), item);
    if (list.size() > kMostRecent) {
        list.resize(kMostRecent);
    }
}

}  // namespace coroscope::gui
