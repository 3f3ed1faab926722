import { Activity, type ComponentType, createElement, type ReactNode } from "react";
import { ScrollRestoration, useLoaderData, useRevalidator } from "react-router";
import { AnswerContext } from "./AnswerContext.js";
import { Boundary } from "./Boundary.js";
import { Fallback } from "./Fallback.js";
import { type Loading, useLoading } from "./pending.js";
import type { ErrorProps, LayoutProps, NotFoundProps, PageProps } from "./props.js";
import type { Answer, AnyComponent, BranchNode, Head } from "./protocol.js";

/** The component of React Router's one route: renders the branch of the latest answer. */
export function BranchView(): ReactNode {
  const answer = useLoaderData<Answer>();
  const loading = useLoading(answer);
  return (
    <AnswerContext value={answer}>
      <HeadTags head={answer.envelope.head} />
      <Boundary answer={answer} component={Fallback}>
        <Slot loading={loading} depth={0}>
          {answer.envelope.error?.node === null ? (
            <AnsweredError answer={answer} component={Fallback} />
          ) : (
            renderBelow(answer, loading, 0)
          )}
        </Slot>
      </Boundary>
      <ScrollRestoration />
    </AnswerContext>
  );
}

function HeadTags({ head }: { head: Head | undefined }): ReactNode {
  return (
    <>
      {head?.title && <title>{head.title}</title>}
      {head?.description && <meta name="description" content={head.description} />}
    </>
  );
}

function renderBelow(answer: Answer, loading: Loading | null, depth: number): ReactNode {
  const { envelope, branch } = answer;
  const node = branch.nodes[depth];
  if (node) return <NodeView key={node.id} answer={answer} node={node} loading={loading} depth={depth} />;
  if (!branch.page) return null;
  const props: PageProps = {
    data: envelope.data.page,
    params: envelope.params,
    query: envelope.query?.page ?? {},
  };
  return createElement(branch.page as ComponentType<PageProps>, { key: envelope.route, ...props });
}

interface NodeViewProps {
  answer: Answer;
  node: BranchNode;
  loading: Loading | null;
  depth: number;
}

function NodeView({ answer, node, loading, depth }: NodeViewProps): ReactNode {
  const { data, params, query, error } = answer.envelope;
  const below = error?.node === node.id ? renderError(answer, node) : renderBelow(answer, loading, depth + 1);
  const slot = (
    <Slot loading={loading} depth={depth + 1}>
      {below}
    </Slot>
  );
  const guarded = node.error ? (
    <Boundary answer={answer} component={node.error as ComponentType<ErrorProps>}>
      {slot}
    </Boundary>
  ) : (
    slot
  );
  if (!node.layout) return guarded;
  const Layout = node.layout as ComponentType<LayoutProps>;
  return (
    <Layout data={data[node.id]} params={params} query={query?.[node.id] ?? {}}>
      {guarded}
    </Layout>
  );
}

function renderError(answer: Answer, node: BranchNode): ReactNode {
  if (answer.envelope.error?.kind === "not-found" && node.notFound) {
    const NotFound = node.notFound as ComponentType<NotFoundProps>;
    return <NotFound params={answer.envelope.params} />;
  }
  return <AnsweredError answer={answer} component={node.error ?? Fallback} />;
}

/** An error that the server answered with, as opposed to one that a component threw. */
function AnsweredError({ answer, component }: { answer: Answer; component: AnyComponent }): ReactNode {
  const { revalidate } = useRevalidator();
  const { status = 0, requestId } = answer.envelope.error ?? {};
  const error = requestId ? { status, requestId } : { status };
  return createElement(component as ComponentType<ErrorProps>, { error, reset: () => void revalidate() });
}

interface SlotProps {
  loading: Loading | null;
  depth: number;
  children: ReactNode;
}

/**
 * The place below `depth` nodes. While a page is on its way the old one is kept here, hidden, so that a navigation
 * that ends early gives it back with its state.
 */
function Slot({ loading, depth, children }: SlotProps): ReactNode {
  const shown = loading?.depth === depth ? loading.component : null;
  return (
    <>
      <Activity mode={shown ? "hidden" : "visible"}>{children}</Activity>
      {shown && createElement(shown as ComponentType)}
    </>
  );
}
