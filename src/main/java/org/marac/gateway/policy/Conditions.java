package org.marac.gateway.policy;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelReference;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.Protocol;

/**
 * The language of conditions: CEL, cut down to comparing facts with constants. No clock, no conversion, no regular
 * expression, no arithmetic, nothing untyped; every limit is far above what a person would sign.
 */
final class Conditions {
    private static final int CODE_POINTS = 2048;
    private static final int DEPTH = 32;
    private static final int NODES = 1000;
    private static final int ITERATIONS = 1000;
    // The node limit of the parser bounds its tables, the depth limit its stack.
    private static final CelOptions LIMITS = CelOptions.current()
            .maxExpressionCodePointSize(CODE_POINTS)
            .maxParseRecursionDepth(DEPTH)
            .maxParseExpressionNodeCount(NODES)
            .comprehensionMaxIterations(ITERATIONS)
            .maxRegexProgramSize(1)
            .enableReservedIds(true)
            // The planner, the fast runtime, has no other way to compare numbers.
            .enableHeterogeneousNumericComparisons(true)
            .build();
    private static final CelStandardDeclarations FUNCTIONS = CelStandardDeclarations.newBuilder()
            .includeFunctions(
                    StandardFunction.LOGICAL_NOT,
                    StandardFunction.LOGICAL_AND,
                    StandardFunction.LOGICAL_OR,
                    StandardFunction.CONDITIONAL,
                    StandardFunction.EQUALS,
                    StandardFunction.NOT_EQUALS,
                    StandardFunction.LESS,
                    StandardFunction.LESS_EQUALS,
                    StandardFunction.GREATER,
                    StandardFunction.GREATER_EQUALS,
                    StandardFunction.IN,
                    StandardFunction.SIZE,
                    StandardFunction.NOT_STRICTLY_FALSE)
            .build();

    /** Most of a version's conditions stand in the version before and after it, and compiling is most of what reading one costs. */
    private static final int KEPT = 1024;

    private final CelCompiler compiler;
    private final CelRuntime runtime;
    private final Latest<String, Text> texts = new Latest<>(KEPT);

    /**
     * What was made of the text of a condition.
     *
     * @param tree checked; empty where it is not in the language
     * @param demands what it joins by "and"
     * @param problem why it is not in the language
     */
    private record Text(Optional<CelAbstractSyntaxTree> tree, List<Demand> demands, String problem) {}

    /** One of the things a condition demands, compiled. */
    private record Demand(Program program, Condition.Reach reach) {}

    Conditions() {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(LIMITS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(FUNCTIONS)
                .setStandardMacros(CelStandardMacro.EXISTS, CelStandardMacro.ALL)
                .setResultType(SimpleType.BOOL);
        Facts.declared().forEach(builder::addVar);
        this.compiler = builder.build();
        this.runtime =
                CelRuntimeFactory.plannerRuntimeBuilder().setOptions(LIMITS).build();
    }

    /**
     * The clause's condition, ready to run; broken where it is not in the language.
     *
     * @param first the number of its first part
     */
    Condition of(Clause clause, Set<String> vocabulary, int first) {
        return clause.when()
                .map(when -> condition(text(when), clause.effect(), vocabulary, first))
                .orElseGet(Condition::always);
    }

    /** One sentence for everything that is wrong with the conditions of the protocol. */
    List<String> findings(Protocol protocol) {
        Set<String> vocabulary = Vocabulary.of(protocol);
        List<String> findings = new ArrayList<>();
        for (Clause clause : protocol.clauses()) {
            clause.when()
                    .ifPresent(when -> findings(text(when), clause.effect(), vocabulary)
                            .forEach(finding -> findings.add(clause.id() + ": " + finding)));
        }
        return List.copyOf(findings);
    }

    private static Condition condition(Text text, Clause.Effect effect, Set<String> vocabulary, int first) {
        if (!findings(text, effect, vocabulary).isEmpty()) {
            return Condition.broken();
        }
        List<Condition.Part> parts = new ArrayList<>();
        for (Demand demand : text.demands()) {
            parts.add(new Condition.Part(
                    first + parts.size(), Optional.of(demand.program()), demand.reach(), Condition.Outcome.ERROR));
        }
        return new Condition(parts);
    }

    private static List<String> findings(Text text, Clause.Effect effect, Set<String> vocabulary) {
        return text.tree()
                .map(tree -> foreign(tree, effect, vocabulary))
                .orElseGet(() -> List.of("the condition is not in the language: " + text.problem()));
    }

    private Text text(String when) {
        return texts.of(when, this::compiled);
    }

    private Text compiled(String when) {
        try {
            CelAbstractSyntaxTree tree = compiler.compile(when).getAst();
            List<Demand> demands = new ArrayList<>();
            List<CelExpr> joined = demands(tree.getExpr());
            for (CelExpr demand : joined) {
                CelAbstractSyntaxTree part = joined.size() == 1
                        ? tree
                        : compiler.check(CelAbstractSyntaxTree.newParsedAst(demand, tree.getSource()))
                                .getAst();
                demands.add(new Demand(runtime.createProgram(part), reach(part)));
            }
            return new Text(Optional.of(tree), List.copyOf(demands), "");
        } catch (CelValidationException | CelEvaluationException e) {
            String problem = String.valueOf(e.getMessage());
            return new Text(
                    Optional.empty(), List.of(), problem.lines().findFirst().orElse(""));
        }
    }

    /** What the type checker lets pass and a person would not: untyped values, words nobody knows, labels that widen. */
    private static List<String> foreign(CelAbstractSyntaxTree tree, Clause.Effect effect, Set<String> vocabulary) {
        List<String> findings = new ArrayList<>();
        if (tree.getTypeMap().containsValue(SimpleType.DYN)) {
            findings.add("the condition has a value without a type");
        }
        if (!Strictness.holds(tree.getExpr(), effect)) {
            findings.add("the condition would let a label widen what is shared");
        }
        words(tree)
                .filter(word -> !vocabulary.contains(word))
                .forEach(word -> findings.add("the condition compares with '" + word
                        + "', a word neither the protocol nor the gateway knows"));
        return List.copyOf(findings);
    }

    private static Stream<String> words(CelAbstractSyntaxTree tree) {
        Set<String> words = new TreeSet<>();
        expressions(tree)
                .filter(e -> e.getKind() == CelExpr.ExprKind.Kind.CONSTANT)
                .map(CelExpr::constant)
                .filter(c -> c.getKind() == CelConstant.Kind.STRING_VALUE)
                .forEach(c -> words.add(c.stringValue()));
        return words.stream();
    }

    private static Condition.Reach reach(CelAbstractSyntaxTree tree) {
        // Functions stand in the map as well, under no name.
        List<String> facts = tree.getReferenceMap().values().stream()
                .map(CelReference::name)
                .filter(name -> !name.isEmpty())
                .toList();
        if (facts.stream().allMatch(Facts::isFixed)) {
            return Condition.Reach.FIXED;
        }
        List<String> recipients = facts.stream().filter(Facts::isRecipients).toList();
        if (recipients.isEmpty()) {
            return Condition.Reach.MESSAGE;
        }
        return recipients.stream().allMatch(Facts::isBond) ? Condition.Reach.BOND : Condition.Reach.RECIPIENT;
    }

    /** What the condition joins by "and". */
    private static List<CelExpr> demands(CelExpr whole) {
        if (whole.getKind() != CelExpr.ExprKind.Kind.CALL
                || !whole.call().function().equals(Strictness.AND)) {
            return List.of(whole);
        }
        return whole.call().args().stream()
                .flatMap(part -> demands(part).stream())
                .toList();
    }

    private static Stream<CelExpr> expressions(CelAbstractSyntaxTree tree) {
        return CelNavigableAst.fromAst(tree).getRoot().allNodes().map(CelNavigableExpr::expr);
    }
}
