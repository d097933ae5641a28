import { App, ConfigProvider, theme as antdTheme } from 'antd'
import en from 'antd/locale/en_US'
import zh from 'antd/locale/zh_CN'
import { type ReactNode, useMemo } from 'react'
import { useLanguage } from './text.ts'
import { type Theme, tokens } from './tokens.ts'
import { useTheme } from './use-theme.ts'

const themed = (name: Theme) => {
  const palette = tokens[name]
  return {
    algorithm: name === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: palette.lake,
      colorInfo: palette.lake,
      colorLink: palette.lake,
      colorSuccess: palette.bamboo,
      colorWarning: palette.osmanthus,
      colorError: palette.lantern,
      colorText: palette.ink,
      colorTextBase: palette.ink,
      colorTextSecondary: palette.tile,
      colorTextTertiary: palette.tile,
      colorTextDescription: palette.tile,
      colorTextPlaceholder: palette.tile,
      colorTextLightSolid: palette.onLake,
      colorBgBase: palette.paper,
      colorBgLayout: palette.wall,
      colorBgContainer: palette.paper,
      colorBgElevated: palette.paper,
      colorBorder: palette.edge,
      colorBorderSecondary: palette.line,
      borderRadius: 6,
      fontSize: 14,
      fontFamily: 'var(--font)',
      motionDurationSlow: '0.15s',
      motionDurationMid: '0.12s',
      motionDurationFast: '0.08s',
    },
    components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' } },
  }
}

const still = typeof matchMedia !== 'undefined' && matchMedia('(prefers-reduced-motion: reduce)').matches

/** Ant Design in the district's own colours, for the workbench and the command centre. */
export function StaffTheme({ children }: { children: ReactNode }) {
  const name = useTheme()
  const language = useLanguage()
  const theme = useMemo(() => {
    const { token, ...rest } = themed(name)
    return { ...rest, token: { ...token, motion: !still } }
  }, [name])
  return (
    <ConfigProvider theme={theme} locale={language === 'en' ? en : zh} button={{ autoInsertSpace: false }} componentSize="middle">
      <App component={false}>{children}</App>
    </ConfigProvider>
  )
}
