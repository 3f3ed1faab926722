import { Component, type ComponentType, createElement, type ReactNode } from "react";
import type { ErrorProps } from "./props.js";
import type { Answer } from "./protocol.js";

/** Event on `window`: components were replaced in place during development. */
export const MODULES_CHANGED = "djk:modules";

interface BoundaryProps {
  answer: Answer;
  component: ComponentType<ErrorProps>;
  children: ReactNode;
}

interface BoundaryState {
  answer: Answer;
  caught: { reason: unknown } | null;
}

/** Renders `component` in place of children that threw, until the next answer arrives or the components change. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { answer: this.props.answer, caught: null };

  static getDerivedStateFromError(reason: unknown): Partial<BoundaryState> {
    return { caught: { reason } };
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return props.answer === state.answer ? null : { answer: props.answer, caught: null };
  }

  override componentDidMount(): void {
    window.addEventListener(MODULES_CHANGED, this.reset);
  }

  override componentWillUnmount(): void {
    window.removeEventListener(MODULES_CHANGED, this.reset);
  }

  override render(): ReactNode {
    const { caught } = this.state;
    if (caught === null) return this.props.children;
    const message = caught.reason instanceof Error ? caught.reason.message : String(caught.reason);
    return createElement(this.props.component, { error: { status: 0, message }, reset: this.reset });
  }

  private reset = (): void => this.setState({ caught: null });
}
