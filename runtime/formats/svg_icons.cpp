// Our own drawings of the icons that a timeline shows, each in a square of 12 x 12.

#include "runtime/formats/svg_writer.h"

namespace coroscope {

const std::vector<IconPath>& icon_paths() {
    static const std::vector<IconPath> kPaths{
        {"lock", "M2 5.5h8v5.5H2z", "M3.7 6V4.2a2.3 2.3 0 0 1 4.6 0V6", 1.5F},
        {"queue", "", "M1.4 7 2.9 2.2h6.2L10.6 7v3.4H1.4zM1.4 7h2.9l.8 1.5h1.8L7.7 7h2.9", 1.2F},
        {"event", "M2.6 2h7L7.8 4.5 9.6 7h-7z", "M2.6 1.2v9.8", 1.3F},
        {"task", "", "M1 2.6h10M1 6h7M1 9.4h10", 2.0F},
        {"semaphore", "M1 3.2h10v2a.9.9 0 0 0 0 1.7v2H1v-2a.9.9 0 0 0 0-1.7z", "", 1.0F},
        {"condition",
         "M6 1.2a3 3 0 0 0-3 3c0 2.5-.8 3.2-1.6 4.2h9.2C9.8 7.4 9 6.7 9 4.2a3 3 0 0 0-3-3zM4.7 "
         "9.2a1.3 1.3 0 0 0 2.6 0z",
         "", 1.0F},
        {"barrier", "M1.2 1.6h9.6v2H1.2z", "M1.8 2.2h8.4v7.8H1.8zM6 2.2V10", 1.2F},
        {"timer", "", "M6 1.4a4.6 4.6 0 1 0 .01 0zM6 3.4V6.1l1.9 1.2", 1.3F},
        {"io",
         "M1.8 2.9C1.8.7 10.2.7 10.2 2.9 10.2 5 1.8 5 1.8 2.9zM1.8 4.7c1.5 1.5 6.9 1.5 8.4 0V6c0 "
         "2.1-8.4 2.1-8.4 0zM1.8 7.7c1.5 1.5 6.9 1.5 8.4 0v1.4c0 2.2-8.4 2.2-8.4 0z",
         "", 1.0F},
        {"network", "M3.2 9.8a2.4 2.4 0 0 1-.2-4.8 3.2 3.2 0 0 1 6.1.6 2.1 2.1 0 0 1-.2 4.2z", "",
         1.0F},
        {"variable", "", "M6 1.1 10.5 3.4v5.2L6 10.9 1.5 8.6V3.4zM1.5 3.4 6 5.7l4.5-2.3M6 5.7v5.2",
         1.1F},
        {"loop", "M10.9.9v3.9H7z", "M9.5 3.4A4.2 4.2 0 1 0 10.2 6.4", 1.4F},
        {"ring", "M10.9.9v3.9H7z", "M9.5 3.4A4.2 4.2 0 1 0 10.2 6.4", 1.4F},
        {"ready_list", "", "M1 2.8h1.6M4 2.8h7M1 6h1.6M4 6h7M1 9.2h1.6M4 9.2h7", 1.5F},
        {"plot", "", "M1.3 1v9.7H11M3 8l2.2-3 2 1.6L10 2.9", 1.3F},
        {"log", "", "M2.4 1.2h5l2.2 2.2v7.4H2.4zM4.2 5.2h3.6M4.2 7h3.6M4.2 8.8h3.6", 1.0F},
        {"running", "M2.8 1.6 10.2 6l-7.4 4.4z", "", 1.0F},
        {"finished", "", "M1.8 6.4 4.7 9.2 10.2 3", 2.0F},
        {"cancelled_failed", "", "M2.6 2.6l6.8 6.8M9.4 2.6 2.6 9.4", 2.0F},
        {"warning", "M6 .9 11.5 10.8H.5zM5.2 4.3l.3 3.4h1l.3-3.4zM5.3 8.5v1.3h1.4V8.5z", "", 1.0F},
        {"info", "M6 .8a5.2 5.2 0 1 0 .01 0zM5.3 5.2h1.4v4H5.3zM5.3 2.9h1.4v1.4H5.3z", "", 1.0F},
    };
    return kPaths;
}

}  // namespace coroscope
