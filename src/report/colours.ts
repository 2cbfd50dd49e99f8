// The one home of the terminal's colours. A report is a pure function: whether it may use colour is its
// caller's to know.
import pc from 'picocolors'

/** Colours by what they say, not by how they look. */
export interface Palette {
  readonly heading: (text: string) => string
  readonly left: (text: string) => string
  readonly right: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warning: (text: string) => string
  readonly quiet: (text: string) => string
}

/** How every text report may be asked to look. */
export interface TextOptions {
  readonly colour: boolean
}

/** The colours, or the same functions leaving the text as it is. */
export function paletteFor({ colour }: TextOptions): Palette {
  const colours = pc.createColors(colour)
  return {
    heading: colours.bold,
    left: colours.red,
    right: colours.green,
    good: colours.green,
    bad: colours.red,
    warning: colours.yellow,
    quiet: colours.dim,
  }
}
