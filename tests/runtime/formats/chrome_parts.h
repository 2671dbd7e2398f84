// What the tests of the steps of an import begin with: a document, laid out.
#pragma once

#include "runtime/formats/chrome_tasks.h"

namespace coroscope::test {

struct Parts {
    explicit Parts(std::string_view json)
        : file(read_chrome_events(json)),
          laid_out(lay_out(file)),
          tasks(tasks_of(file, laid_out)) {}
    ChromeEvents file;
    ChromeLanes laid_out;
    ChromeTasks tasks;
};

}  // namespace coroscope::test
