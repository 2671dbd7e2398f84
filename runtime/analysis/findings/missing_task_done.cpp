// Missing task_done: somebody joins a queue, all items are taken, and the join waits on, because a
// consumer did not call task_done() for what it took. If the run hangs for no other reason, `hang`
// is silent: this finding names the cause.

#include <algorithm>

#include "runtime/analysis/evidence.h"
#include "runtime/analysis/missing_dones.h"
#include "runtime/analysis/words.h"

namespace coroscope {
namespace {

using detail::Debtor;
using detail::MissingDones;

Message clause(const Timeline& timeline, const Debtor& debtor) {
    const detail::Words words(timeline);
    std::vector<Argument> arguments{words.task("task", debtor.task), number_arg("got", debtor.got),
                                    number_arg("done", debtor.done),
                                    words.line("line", timeline.trace()[debtor.last_get].site)};
    if (debtor.failed) {
        return {debtor.done == 0 ? "finding.missing-task-done.failed"
                                 : "finding.missing-task-done.failed_after",
                std::move(arguments)};
    }
    return {
        debtor.done == 0 ? "finding.missing-task-done.never" : "finding.missing-task-done.fewer",
        std::move(arguments)};
}

Message statement(const Timeline& timeline, const MissingDones& missing) {
    const detail::Words words(timeline);
    std::vector<Message> clauses;
    for (const Debtor& debtor : missing.debtors) {
        clauses.push_back(clause(timeline, debtor));
    }
    return {"finding.missing-task-done.what",
            {words.subject("joiner", missing.joiner), words.resource("queue", missing.queue),
             words.line("line", missing.site), number_arg("count", missing.unfinished),
             detail::short_list("consumers", std::move(clauses), Joining::Clauses)}};
}

Finding finding(const Timeline& timeline, const MissingDones& missing) {
    const detail::Words words(timeline);
    const bool for_ever = missing.gave_up >= timeline.trace().size() ||
                          timeline.trace()[missing.gave_up].kind == EventKind::TaskAbandoned;
    const Debtor& worst = missing.debtors.front();
    const SiteId get = timeline.trace()[worst.last_get].site;
    Finding result{.kind = "missing-task-done",
                   .severity = for_ever ? Severity::Error : Severity::Warning};
    result.statement = statement(timeline, missing);
    result.explanation = {for_ever ? "finding.missing-task-done.why.for_ever"
                                   : "finding.missing-task-done.why.gave_up"};
    result.advice = {worst.failed ? "finding.missing-task-done.advice.failed"
                                  : "finding.missing-task-done.advice",
                     {words.resource("queue", missing.queue), words.line("line", get)}};
    result.at = missing.join;
    result.tasks = {missing.joiner};
    result.resources = {missing.queue};
    result.events = {missing.join};
    detail::add_once(result.sites, get);
    for (const Debtor& debtor : missing.debtors) {
        detail::add_event(timeline, debtor.last_get, result);
        detail::add_event(timeline, debtor.gone_on, result);
        result.at = std::max(result.at, debtor.gone_on);
    }
    detail::add_once(result.sites, missing.site);
    detail::sort_events(result);
    return result;
}

}  // namespace

std::vector<Finding> find_missing_task_dones(const Timeline& timeline, const FindingOptions&) {
    std::vector<Finding> findings;
    for (const MissingDones& missing : detail::missing_dones(timeline)) {
        findings.push_back(finding(timeline, missing));
    }
    std::ranges::stable_sort(findings, {}, &Finding::at);
    return findings;
}

}  // namespace coroscope
