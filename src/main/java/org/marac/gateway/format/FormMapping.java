package org.marac.gateway.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Refused;

/**
 * An agency's {@code form.yaml}: the labels of its referral form, where beside them the answers stand, and what they mean.
 * What is filled in and stands beside no label is told to the sender; a label that is missing or stands there twice ends
 * the reading, because which answer is meant would be a guess.
 */
final class FormMapping {
    static final Mappings.Kind<FormMapping> KIND = new Mappings.Kind<>("form.yaml", FormMapping::read);

    private final String title;
    private final List<FormLabel> labels;
    private final Set<String> ignored;
    private final RowMapping mapping;

    private FormMapping(String title, List<FormLabel> labels, Set<String> ignored, RowMapping mapping) {
        this.title = title;
        this.labels = List.copyOf(labels);
        this.ignored = Set.copyOf(ignored);
        this.mapping = mapping;
    }

    private static FormMapping read(MappingFile file) throws Flawed {
        MappingBlock top = file.top();
        List<FormLabel> labels = new ArrayList<>();
        Set<String> ignored = new HashSet<>();
        if (top.has("ignore")) {
            top.texts("ignore").forEach(text -> ignored.add(RowFields.label(text)));
        }
        RowMapping mapping = RowMapping.read(top, "labels", block -> {
            FormLabel label = FormLabel.read(block);
            labels.add(label);
            return List.of(label.key());
        });
        return new FormMapping(top.text("form"), labels, ignored, mapping);
    }

    /** What its labels mean. */
    RowMapping mapping() {
        return mapping;
    }

    /** The form, if this is it: the words it is known by stand in it. */
    Optional<List<FormBlock>> recognised(List<FormBlock> blocks) {
        String wanted = RowFields.label(title);
        boolean there = blocks.stream()
                .flatMap(block -> block.rows().stream())
                .flatMap(List::stream)
                .anyMatch(cell -> RowFields.label(cell).contains(wanted));
        return there ? Optional.of(blocks) : Optional.empty();
    }

    /** Reads the form. */
    void read(List<FormBlock> blocks, Splitter.Each each) throws Refused, IOException {
        if (recognised(blocks).isEmpty()) {
            throw Refusals.unsupported("not-this-form");
        }
        FormSearch search = new FormSearch(blocks, labels);
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put(RowJson.FORM, title);
        boolean readable = true;
        for (FormLabel label : labels) {
            List<FormSearch.Found> found = search.find(label);
            if (found.size() == 1) {
                answers.put(label.key(), found.get(0).text());
            } else if (!found.isEmpty() || !label.optional()) {
                readable = false;
                each.notRead(label.key(), found.isEmpty() ? "label-missing" : "label-twice");
            }
        }
        for (FormSearch.Found left : search.left(title, ignored)) {
            each.notRead(left.place(), "no-label");
        }
        if (!readable) {
            throw Refusals.invalid("form-not-readable", "form");
        }
        each.row(1, RowJson.write(answers));
    }
}
