// Findings, as every text report ends with them: the worst first, many alike counted.
import type { Finding } from '../model/finding.ts'
import type { Palette } from './colours.ts'

const marks = { error: 'error', warning: 'warning', info: 'note' } as const
const severities = ['error', 'warning', 'info'] as const

/** A line per finding, errors first. */
export function findingsText(findings: readonly Finding[], palette: Palette): string[] {
  const paints = { error: palette.bad, warning: palette.warning, info: palette.quiet }
  return severities.flatMap((severity) =>
    findings
      .filter((finding) => finding.severity === severity)
      .map((finding) => `${paints[severity](`${marks[severity]}:`)} ${told(finding)}`),
  )
}

/** What it is about stands in front, unless the message names it. */
function told({ subject, message }: Finding): string {
  return subject === '' || message.includes(subject) ? message : `${subject}: ${message}`
}
